"""The annex of a decision of each era makes one ledger, whichever way it comes in."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from catalogue.certification.models import LedgerEntry
from catalogue.importing.models import ImportUpload
from storefront.places.models import Province
from tests.factories.annexes import ANNEXES
from tests.factories.api import make_key, send
from tests.factories.catalogue import make_commune
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

FACTS = (
    *("product__title", "product__producer__name", "product__province__name", "kind", "star", "score"),
    *("decision__number", "decision__decided_on", "decision__authority", "decision__tier"),
    *("valid_from", "valid_to", "place_as_certified", "group_as_certified"),
)


@pytest.fixture(autouse=True)
def commune(places):
    make_commune("Ba Vì", Province.objects.get(code="01"))


def by_page(client, annex, tmp_path):
    client.force_login(make_user(role="programme_office"))
    file = SimpleUploadedFile(annex.name, annex.content)
    assert client.post(reverse("importing:index"), {"file": file}).status_code == 302
    upload = ImportUpload.objects.get()
    assert (upload.trouble, upload.created, upload.refused) == ("", len(annex.records), 0)
    client.post(reverse("importing:accept", args=[upload.pk]))


def by_command(client, annex, tmp_path):
    path = tmp_path / annex.name
    path.write_bytes(annex.content)
    call_command("import_recognitions", str(path))


def by_call(client, annex, tmp_path):
    _token, secret = make_key()
    answer = send(secret, annex.records, **annex.for_all)
    assert (answer.status_code, answer.json()["created"]) == (200, len(annex.records))


def ledger(way, *given):
    """The ledger as this way leaves it; nothing of it stays."""
    with transaction.atomic():
        way(*given)
        told = list(LedgerEntry.objects.order_by("product__title").values_list(*FACTS))
        transaction.set_rollback(True)
    return told


@pytest.mark.parametrize("era", ANNEXES)
def test_page_command_and_call_make_one_ledger(client, tmp_path, capsys, era):
    annex = ANNEXES[era]()
    page = ledger(by_page, client, annex, tmp_path)
    assert len(page) == len(annex.records)
    assert {entry[3] for entry in page} == {"recognised"}
    assert {entry[6] for entry in page} == {annex.for_all["decision"]}
    assert ledger(by_command, client, annex, tmp_path) == page
    assert ledger(by_call, client, annex, tmp_path) == page


@pytest.mark.parametrize("era", ANNEXES)
def test_an_annex_handed_in_again_changes_nothing(client, tmp_path, capsys, era):
    annex = ANNEXES[era]()
    by_command(client, annex, tmp_path)
    before = list(LedgerEntry.objects.values_list("pk", flat=True))
    by_command(client, annex, tmp_path)
    assert f"unchanged {len(annex.records)} (không đổi)" in capsys.readouterr().out
    assert list(LedgerEntry.objects.values_list("pk", flat=True)) == before


def test_the_command_tells_how_it_read_the_annex(client, tmp_path, capsys):
    by_command(client, ANNEXES["2024"](), tmp_path)
    out = capsys.readouterr().out
    for words in (
        "Đọc được từ dòng tiêu đề: số quyết định 1234/QĐ-UBND; ngày quyết định 15/05/2024;",
        "Dòng 7, mục “A. Sản phẩm đạt 4 sao (3 sản phẩm)”: 4 sao.",
        "Dòng 8, mục “Huyện Hậu Lộc”: Huyện Hậu Lộc.",
        "Dòng 13 bỏ ngoài danh sách (dòng tổng): Tổng cộng: 03 sản phẩm",
    ):
        assert words in out
