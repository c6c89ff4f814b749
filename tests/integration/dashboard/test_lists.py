"""Officers' lists: found without accents, exported without formulas, totals not counted twice."""

from __future__ import annotations

import pytest
from django.test import Client

from storefront.officer_lists import without_formula
from tests.factories.catalogue import make_producer, make_product
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
