"""The product page tells the truth of the day: the star and its proof, or plainly why there is none."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.certification.ledger import (
    get_or_create_decision,
    record_recognition,
    record_reported_claim,
    revoke_recognition,
)
from catalogue.models import Product
from tests.factories.catalogue import make_producer, make_product
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
BUY = "Thêm vào giỏ"


@pytest.fixture(autouse=True)
def _on_that_day(today):
    return today


def decision(on: date, number: str = "7/QĐ-MH"):
    return get_or_create_decision(number=number, decided_on=on, authority="UBND tỉnh", tier="province")


def certified(title: str = "Nước mắm Lê Gia", *, on: date = date(2025, 9, 10), **facts) -> Product:
    product = make_product(title, **facts)
    record_recognition(product, star=4, decision=decision(on))
    return product


def page(client, product: Product):
    response = client.get(product.get_absolute_url())
    assert response.status_code == 200
    return response


def test_a_certified_product_shows_its_proof_price_and_basket_form(client):
    product = certified(price=165_000, net_quantity=500, net_unit="ml", ingredients="Cá cơm, muối")
    text = page(client, product).text
    for expected in (
        "4 sao OCOP", "còn hạn", "Công nhận 10/09/2025, hết hạn 10/09/2028", "7/QĐ-MH", "165.000\u00a0₫",
        "330.000\u00a0₫ / lít", BUY, f'action="/gio-hang/them/{product.pk}/"', 'name="quantity"', "Cá cơm, muối",
        product.producer.name, "Thanh Hóa",
    ):  # fmt: skip
        assert expected in text, expected


def test_an_expired_product_keeps_its_page_without_badge_and_basket(client):
    product = certified(on=date(2023, 5, 1))
    text = page(client, product).text
    assert "Sao đã hết hạn" in text
    assert "hết hạn ngày 01/05/2026" in text
    assert BUY not in text
    assert 'class="stars' not in text
    assert "noindex" in text


def test_a_revoked_product_says_when(client):
    product = certified()
    revoke_recognition(
        product,
        revoked_on=date(2026, 5, 4),
        decision=decision(date(2026, 5, 4), "9/QĐ-MH"),
        ground="production-stopped",
    )
    text = page(client, product).text
    assert "đã bị thu hồi ngày 04/05/2026" in text
    assert BUY not in text


def test_an_unproven_claim_is_said_in_plain_words(client):
    product = make_product("Mắm ruốc")
    record_reported_claim(product, star=4, reported_year=2021)
    text = page(client, product).text
    assert "Chưa có minh chứng cho ngôi sao" in text
    assert 'class="stars' not in text
    assert BUY not in text


def test_goods_on_request_show_the_producer_instead_of_a_button(client):
    producer = make_producer("Lê Gia", phone="+84912345678", website="https://legia.example")
    product = certified(
        selling="contact", price=None, price_from=110_000, price_to=190_000, producer=producer
    )
    text = page(client, product).text
    for expected in (
        "Liên hệ người làm ra",
        "0912 345 678",
        "https://legia.example",
        "110.000\u00a0₫",
        "giá tham khảo",
    ):
        assert expected in text, expected
    assert BUY not in text
    silent = certified(selling="contact", price=None)
    assert "chưa công bố cách liên hệ" in page(client, silent).text


def test_sold_out_goods_say_so(client):
    text = page(client, certified(stock=0)).text
    assert "Đã hết hàng." in text
    assert BUY not in text


def test_goods_of_a_suspended_producer_are_not_sold(client):
    product = certified()
    product.producer.state, product.producer.state_reason = "suspended", "Đang kiểm tra an toàn thực phẩm"
    product.producer.save()
    text = page(client, product).text
    assert "Đang kiểm tra an toàn thực phẩm" in text
    assert BUY not in text


@pytest.mark.parametrize("slug", ["ten-cu", "", "nuoc-mam"])
def test_another_slug_leads_to_the_right_address(client, slug):
    product = certified()
    right = product.get_absolute_url()
    response = client.get(f"/san-pham/{slug}_{product.pk}/?tu=zalo")
    assert response.status_code == 302
    assert response.headers["Location"] == f"{right}?tu=zalo"
    assert client.get(f"/en/san-pham/{slug}_{product.pk}/").headers["Location"] == f"/en{right}"


@pytest.mark.parametrize(
    "address", ["/san-pham/x_999999/", "/san-pham/x_99999999999999999999999/", "/chu-the/khong-co/"]
)
def test_unknown_addresses_are_calm(client, address):
    assert client.get(address).status_code == 404


def test_what_is_not_public_is_not_shown(client):
    hidden, pending = certified(is_public=False), certified(producer=make_producer(state="pending"))
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(pending.get_absolute_url()).status_code == 404
    client.force_login(make_user())
    assert client.get(pending.get_absolute_url()).status_code == 404
    client.force_login(make_user(role="trade_department"))
    assert client.get(pending.get_absolute_url()).status_code == 200


def test_papers_say_whether_they_hold(client):
    product = certified()
    facts = {"producer": product.producer, "issued_on": date(2024, 1, 1)}
    product.documents.create(
        kind="self_declaration", number="01/2024", expires_on=date(2026, 11, 21), **facts
    )
    product.producer.documents.create(
        kind="food_safety", number="12/ATTP", expires_on=date(2027, 8, 1), issued_on=None
    )
    other = certified("Mắm tôm", producer=product.producer)
    other.documents.create(kind="test_report", number="KN-5", **facts)
    text = page(client, product).text
    assert "hết hạn 21/11/2026" in text
    assert "còn hạn tới 01/08/2027" in text
    assert "KN-5" not in text


def test_looking_writes_nothing(client):
    product = certified()
    with CaptureQueriesContext(connection) as queries:
        page(client, product)
    assert len(queries) == 3
    assert all(query["sql"].startswith(("SELECT", "WITH p0")) for query in queries.captured_queries)


@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_the_same_queries_for_more(client, django_assert_num_queries, number):
    product = certified()
    for item in range(number):
        certified(f"Mắm {item}", producer=product.producer)
        product.producer.documents.create(kind="food_safety", number=str(item))
    with django_assert_num_queries(3):
        assert len(page(client, product).context["related"]) == number


def test_a_product_without_a_photograph_shows_the_drawing_of_its_kind(client):
    page = client.get(make_product("Rượu nếp", group="Đồ uống").get_absolute_url()).content.decode()

    assert '<img src="/static/img/kinds/wine-' in page
    assert 'alt="Hình minh hoạ"' in page
