"""The producer's page: who, where, and what it makes today."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.certification.ledger import get_or_create_decision, record_recognition
from tests.factories.catalogue import make_commune, make_producer, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day(today):
    return today


def certify(product, on: date = date(2025, 9, 10)):
    decision = get_or_create_decision(number="7/QĐ-MH", decided_on=on, authority="UBND tỉnh", tier="province")
    record_recognition(product, star=4, decision=decision)
    return product


def test_page_shows_the_producer_and_its_goods_by_their_star(client):
    producer = make_producer(
        "Cơ sở Bà Hoà", legal_form="household", commune=make_commune("Vạn Phúc"), about="Ba đời làm mắm.",
        phone="+84912345678", representative="Nguyễn Thị Hoà",
    )  # fmt: skip
    certify(make_product("Nước mắm", producer=producer))
    certify(make_product("Mắm cũ", producer=producer), on=date(2023, 5, 1))
    text = client.get("/chu-the/co-so-ba-hoa/").text
    for expected in (
        "Cơ sở Bà Hoà",
        "Hộ sản xuất, kinh doanh, Xã Vạn Phúc, Thanh Hóa",
        "Ba đời làm mắm.",
        "0912 345 678",
    ):
        assert expected in text, expected
    assert text.index("Nước mắm") < text.index("Sản phẩm khác") < text.index("Mắm cũ")
    assert "Hết hạn 05/2026" in text
    assert "Nguyễn Thị Hoà" not in text


def test_a_suspended_producer_keeps_its_page_without_goods(client):
    producer = make_producer("Bà Hoà", state="suspended", state_reason="Đang kiểm tra")
    certify(make_product("Nước mắm", producer=producer))
    text = client.get("/chu-the/ba-hoa/").text
    assert "Đang kiểm tra" in text
    assert "Nước mắm" not in text


def test_a_pending_producer_has_no_page(client):
    make_producer("Bà Hoà", state="pending")
    assert client.get("/chu-the/ba-hoa/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_the_same_queries_for_more(client, django_assert_num_queries, number):
    producer = make_producer("Bà Hoà")
    for item in range(number):
        certify(make_product(f"Mắm {item}", producer=producer))
    with django_assert_num_queries(12):
        assert client.get("/chu-the/ba-hoa/").text.count('<article class="card">') == number
