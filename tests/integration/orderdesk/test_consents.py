"""The list of consents: masked until opened for a reason, every opening and export written down."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import IntegrityError, connection, transaction

from storefront.orderdesk import append_only
from storefront.orderdesk.errors import AppendOnlyError
from storefront.orderdesk.models import ConsentAccess
from storefront.orderdesk.wording import masked
from storefront.privacy.consents import withdraw
from tests.factories.newsletters import agree
from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
LIST = "/quan-tri/dong-y/"
REASON = "Người nhận hỏi đã đồng ý khi nào"


@pytest.fixture
def operator(client):
    user = make_user(role="operator")
    client.force_login(user)
    return user


def rows(client, asked: str) -> list[list[str]]:
    answer = client.get(f"{LIST}?export=csv&{asked}")
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))[1:]


def test_the_list_and_its_files_are_masked_and_a_file_is_written_down(client, operator):
    agree("hoa@example.vn", phone="+84912345678", purpose="livestream")
    agree("=cmd@example.vn", text_version="=1+1")
    gone = agree("lan@example.vn")
    withdraw(gone)
    page = client.get(LIST).content.decode()
    assert ("h***@example.vn" in page, "***5678" in page) == (True, True)
    assert [told for told in ("hoa@", "lan@", "912345678") if told in page] == []
    assert ConsentAccess.objects.count() == 0
    assert [(row[0], row[1], row[4]) for row in rows(client, "standing=con&purpose=newsletter")] == [
        ("Bản tin", "'=***@example.vn", "'=1+1")
    ]
    assert [row[1] for row in rows(client, "standing=rut")] == ["l***@example.vn"]
    assert [row[1] for row in rows(client, "q=HOA@example.vn")] == ["h***@example.vn"]
    assert [row[2] for row in rows(client, "q=0912 345 678")] == ["***5678"]
    assert rows(client, "q=example.vn") == []
    assert client.get(f"{LIST}?export=xlsx").status_code == 200
    log = list(ConsentAccess.objects.order_by("pk").values_list("user", "consent", "rows", "reason"))
    assert [line[:3] for line in log] == [(operator.pk, None, number) for number in (1, 1, 1, 1, 0, 3)]
    assert log[0][3] == "Tải danh sách (csv) standing=con, purpose=newsletter"
    assert [line for line in log if "hoa" in line[3].lower() or "0912" in line[3]] == []


def test_an_address_is_opened_for_a_reason_and_the_log_only_grows(client, operator):
    consent = agree("hoa@example.vn")
    own = f"{LIST}{consent.pk}/xem/"
    assert "hoa@example.vn" not in client.get(own).content.decode()
    refused = client.post(own, {"reason": "vì"})
    assert (refused.status_code, "hoa@example.vn" in refused.content.decode()) == (400, False)
    assert ConsentAccess.objects.count() == 0
    shown = client.post(own, {"reason": REASON})
    assert ("hoa@example.vn" in shown.content.decode(), "no-store" in shown["Cache-Control"]) == (True, True)
    line = ConsentAccess.objects.get()
    assert (line.user, line.consent, line.reason) == (operator, consent, REASON)
    assert REASON in client.get("/quan-tri/luot-xem-dong-y/").content.decode()
    for change in (line.save, line.delete, lambda: ConsentAccess.objects.update(reason="khác")):
        with pytest.raises(AppendOnlyError):
            change()
    append_only.install(connection, append_only.CONSENTS_TABLE)
    try:
        for statement in ("UPDATE %s SET reason = 'x'", "DELETE FROM %s"):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement % append_only.CONSENTS_TABLE)
    finally:
        append_only.remove(connection, append_only.CONSENTS_TABLE)


@pytest.mark.parametrize("role", ["editor", "trade_department", "programme_office"])
def test_others_see_and_open_nothing(client, role):
    consent = agree("hoa@example.vn")
    client.force_login(make_user(role=role))
    for address in (LIST, f"{LIST}?export=csv", f"{LIST}{consent.pk}/xem/", "/quan-tri/luot-xem-dong-y/"):
        assert client.get(address).status_code == 302
    assert client.post(f"{LIST}{consent.pk}/xem/", {"reason": REASON}).status_code == 302
    assert ConsentAccess.objects.count() == 0


def test_masks():
    assert [masked(told) for told in ("hoa@example.vn", "+84912345678", "", "x@y")] == [
        "h***@example.vn",
        "***5678",
        "",
        "x***@y",
    ]
