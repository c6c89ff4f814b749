"""What other systems sent stands beside the files officers handed in, with what became of each record."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from catalogue.certification.models import LedgerEntry
from catalogue.importing.models import ImportUpload
from catalogue.importing.uploads import receive_upload
from tests.factories.api import good_record, make_key, revoked, send
from tests.factories.importing import csv_file, good_row
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
LIST = "/quan-tri/nhap-ho-so/"


def officer(role: str = "programme_office") -> Client:
    client = Client()
    client.force_login(make_user(role=role))
    return client


def counts(upload: ImportUpload) -> tuple[int, int, int, int]:
    return upload.created, upload.updated, upload.unchanged, upload.refused


def test_a_call_is_listed_with_who_when_counts_and_rows() -> None:
    token, secret = make_key()
    send(secret, [good_record(), good_record(product_name="Mắm tôm")])
    upload = ImportUpload.objects.get()
    assert (upload.state, upload.caller, upload.kind) == ("accepted", f"api:{token.pk}", "recognitions")
    assert upload.row_count == 2
    assert (upload.uploaded_by, upload.decided_by, counts(upload)) == (token.owner, token.owner, (2, 0, 0, 0))
    assert upload.source == LedgerEntry.objects.first().source
    with upload.file.open("rb") as kept:
        assert kept.read().startswith(b'{"records": [')
    rows = upload.rows.all()
    assert [(row.number, row.action, row.product.title) for row in rows] == [
        (1, "created", "Nước mắm Ba Làng"),
        (2, "created", "Mắm tôm"),
    ]
    listed = officer().get(LIST).content.decode()
    assert upload.get_absolute_url() in listed
    assert token.name in listed


def test_its_page_is_the_previews_with_nothing_to_decide() -> None:
    token, secret = make_key()
    send(secret, [good_record(), good_record(product_name="Mắm ruốc", star=5)], accept_good_rows=True)
    upload = ImportUpload.objects.get()
    assert (counts(upload), upload.good_rows_only) == ((1, 0, 0, 1), True)
    client = officer()
    page = client.get(upload.get_absolute_url())
    html = page.content.decode()
    assert page.status_code == 200
    assert f"khoá {token.pk and upload.caller} của {token.owner}" in html
    assert "Mắm ruốc" in html
    assert "/chap-nhan/" not in html
    assert "/huy/" not in html
    before = list(LedgerEntry.objects.values())
    for act in ("chap-nhan", "huy", "tinh-lai"):
        client.post(f"{upload.get_absolute_url()}{act}/")
    upload.refresh_from_db()
    assert (upload.state, list(LedgerEntry.objects.values())) == ("accepted", before)


def test_a_refused_call_is_kept_with_its_reasons_and_enters_nothing() -> None:
    _token, secret = make_key()
    bad = [good_record(), good_record(product_name="Mắm ruốc", star=5)]
    assert send(secret, bad).status_code == 409
    upload = ImportUpload.objects.get()
    assert (upload.state, counts(upload), upload.source) == ("refused", (1, 0, 0, 1), None)
    (problem,) = upload.rows.get(number=2).problems
    assert problem["code"]
    assert not LedgerEntry.objects.exists()
    html = officer().get(f"{LIST}?trang-thai=refused").content.decode()
    assert upload.get_absolute_url() in html


def test_asking_again_does_not_fill_the_list() -> None:
    """A replay is no new call; the same refusal and the same nothing-to-do are kept once."""
    _token, secret = make_key()
    for key in ("lan-1", "lan-1", "lan-2", "lan-3"):
        send(secret, [good_record()], key=key)
    assert [(upload.state, counts(upload)) for upload in ImportUpload.objects.order_by("pk")] == [
        ("accepted", (1, 0, 0, 0)),
        ("accepted", (0, 0, 1, 0)),
    ]
    for key in ("lan-4", "lan-5"):
        send(secret, [good_record(star=5)], key=key)
    assert ImportUpload.objects.filter(state="refused").count() == 1
    send(secret, [good_record(pack="chai 1 lít")], key="lan-6", dry_run=True)
    send(secret, [good_record(stars=5)], key="lan-7")
    assert ImportUpload.objects.count() == 3


def test_files_and_calls_are_told_apart_in_the_list() -> None:
    _token, secret = make_key()
    send(secret, [good_record()])
    file = receive_upload(csv_file([good_row()]), name="ds.csv", by=make_user(role="programme_office"))
    call = ImportUpload.objects.exclude(caller="").get()
    client = officer()

    def listed(query: str) -> list[Any]:
        html = client.get(f"{LIST}{query}").content.decode()
        return [one for one in (file, call) if f'href="{one.get_absolute_url()}"' in html]

    assert listed("") == [file, call]
    assert listed("?nguon=tep") == [file]
    assert listed("?nguon=api") == [call]
    assert listed("?nguon=api&trang-thai=refused") == []
    assert listed("?nguon=khac") == [file, call]


def test_a_revocation_by_api_is_listed_as_such() -> None:
    _token, secret = make_key()
    send(secret, [good_record()])
    _token, secret = make_key(scope="revocations")
    send(secret, [revoked()], to="revocations")
    upload = ImportUpload.objects.get(kind="revocations")
    assert (upload.state, counts(upload)) == ("accepted", (0, 1, 0, 0))


@pytest.mark.parametrize("role", ["editor", None])
def test_others_do_not_see_calls(role: str | None) -> None:
    _token, secret = make_key()
    send(secret, [good_record()])
    upload = ImportUpload.objects.get()
    client = officer(role) if role else Client()
    for address in (LIST, upload.get_absolute_url(), f"{upload.get_absolute_url()}tep-goc/"):
        assert client.get(address).status_code in (302, 403), address


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_calls_as_for_one(
    count: int, django_assert_max_num_queries: Any
) -> None:
    _token, secret = make_key()
    for number in range(count):
        send(secret, [good_record(product_name=f"Mắm số {number}")], key=f"lan-{number}")
    client = officer()
    client.get(LIST)
    with django_assert_max_num_queries(16):
        assert client.get(LIST).status_code == 200
