"""Officers' lists: found without accents, exported without formulas, totals not counted twice."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from fairs.models import Fair
from storefront.officer_lists import in_words, without_formula
from tests.factories.catalogue import make_producer, make_product
from tests.factories.certification import certify
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cell", "exported"),
    [
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("+84912345678", "+84912345678"),
        ("Nước mắm", "Nước mắm"),
        (12, 12),
        ("", ""),
        (None, None),
    ],
)
def test_a_text_that_looks_like_a_formula_is_exported_as_text(cell: object, exported: object) -> None:
    assert without_formula(cell) == exported


@pytest.mark.parametrize(
    ("address", "words", "found"),
    [
        ("/quan-tri/chu-the/", "lang chai", ["Hợp tác xã Làng Chài"]),
        ("/quan-tri/san-pham/", "mam lang", ["Mắm tôm Làng Chài"]),
        ("/quan-tri/san-pham/", "khong co gi", []),
    ],
)
def test_lists_are_searched_without_accents(
    client: Client, address: str, words: str, found: list[str]
) -> None:
    make_product("Mắm tôm Làng Chài", producer=make_producer("Hợp tác xã Làng Chài"))
    make_product("Trà Shan tuyết", producer=make_producer("Hợp tác xã Suối Mây"))
    client.force_login(make_user(role="programme_office"))
    rows = client.get(address, {"q": words}).context["object_list"]
    assert [str(row) for row in rows] == found


@pytest.mark.parametrize("address", ["/quan-tri/san-pham/", "/quan-tri/chung-nhan/", "/quan-tri/ma-qr/"])
def test_an_export_runs_no_formula(client: Client, address: str) -> None:
    from qr.codes import issue_code

    issue_code(make_product('=HYPERLINK("http://x")'))
    client.force_login(make_user(role="programme_office"))
    answer = client.get(address, {"export": "csv"})
    text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text
    assert '"=HYPERLINK' not in text


def exported(client: Client, address: str) -> str:
    answer = client.get(address, {"export": "csv"})
    return b"".join(answer.streaming_content).decode()


@pytest.mark.parametrize("address", ["/quan-tri/chu-the/", "/quan-tri/loai-dia-diem/"])
def test_a_csv_tells_excel_its_letters(client: Client, address: str) -> None:
    client.force_login(make_user(role="trade_department"))
    assert exported(client, address).startswith("\ufeff")


def test_an_export_speaks_in_words(client: Client, today: date) -> None:
    certify(make_product("Trà Shan tuyết", selling="contact"), star=4, on=today)
    client.force_login(make_user(role="programme_office"))
    products = exported(client, "/quan-tri/san-pham/").splitlines()
    assert "Nơi làm ra" in products[0]
    assert "contact" not in products[1]
    assert "Liên hệ" in products[1]
    states = exported(client, "/quan-tri/chung-nhan/").splitlines()
    assert ",Còn hạn,4,21/11/2029" in states[1]


def test_moments_are_exported_by_our_clock() -> None:
    opens = datetime(2026, 12, 4, 23, 30, tzinfo=UTC)
    assert in_words(Fair, "opens_at", opens).isoformat() == "2026-12-05T06:30:00"
    assert in_words(Fair, "is_open", True) == "có"
    assert in_words(Fair, "no_such_field", 3) == 3
