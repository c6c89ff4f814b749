"""The listing and the group pages, as a shopper without JavaScript sees them."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
import time_machine
from oscar.core.loading import get_class

from catalogue.certification.ledger import get_or_create_decision, record_recognition, record_reported_claim
from catalogue.models import Product
from catalogue.search import outbox
from catalogue.search.indexing import refresh_products
from fairs.models import SalesPointStock
from tests.factories.catalogue import make_group, make_producer, make_product, make_province
from tests.factories.fairs import make_sales_point

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day(today):
    return today


def certified(title: str, star: int = 4, *, on: date = date(2025, 9, 10), **facts) -> Product:
    product = make_product(title, **facts)
    tier, authority = ("ministry", "Bộ Nông nghiệp và Môi trường") if star == 5 else ("province", "UBND tỉnh")
    decision = get_or_create_decision(number="7/QĐ-MH", decided_on=on, authority=authority, tier=tier)
    record_recognition(product, star=star, decision=decision)
    refresh_products([product.pk])
    return product


def shown(response) -> list[str]:
    return [product.title for product in response.context["hits"].products]


def test_listing_shows_what_is_in_force_today_and_says_so(client):
    certified("Nước mắm Lê Gia")
    certified("Mắm tôm cũ", on=date(2023, 5, 1))
    claimed = make_product("Mắm ruốc")
    record_reported_claim(claimed, star=4, reported_year=2021)
    response = client.get("/san-pham/")
    assert shown(response) == ["Nước mắm Lê Gia"]
    assert "1 sản phẩm có sao còn hạn hôm nay, 21/11/2026" in response.text
    assert "con-han" in response.text


def test_without_the_date_filter_lapsed_and_unproven_ones_show_with_their_word(client):
    certified("Nước mắm Lê Gia")
    certified("Mắm tôm cũ", on=date(2023, 5, 1))
    record_reported_claim(make_product("Mắm ruốc"), star=4, reported_year=2021)
    response = client.get("/san-pham/", {"con-han": "0"})
    assert set(shown(response)) == {"Nước mắm Lê Gia", "Mắm tôm cũ", "Mắm ruốc"}
    assert "Hết hạn 05/2026" in response.text
    assert "Chưa có bằng chứng" in response.text
    assert response.text.count("4 sao</span>") == 1


def test_the_day_after_the_end_the_product_is_gone_with_no_command_run(client):
    certified("Nước mắm Lê Gia", on=date(2023, 11, 22))
    assert shown(client.get("/san-pham/")) == ["Nước mắm Lê Gia"]
    with time_machine.travel("2026-11-21T17:00:00+00:00", tick=False):  # midnight in Hà Nội
        assert shown(client.get("/san-pham/")) == []


@pytest.mark.parametrize("text", ["nuoc mam", "Nước Mắm", "n\u0075\u031bo\u031b\u0301c ma\u0306\u0301m"])
def test_search_from_the_header_finds_without_marks(client, text):
    certified("Nước mắm Lê Gia")
    certified("Chè xanh")
    response = client.get("/san-pham/", {"q": text})
    assert shown(response) == ["Nước mắm Lê Gia"]
    assert "Kết quả cho" in response.text


def test_filters_are_chips_that_come_off_and_are_counted_on_the_button(client):
    certified("Nước mắm", star=5)
    certified("Chè", star=4)
    response = client.get("/san-pham/", {"sao": ["5", "4"], "gia-den": "200.000", "q": "", "page": "1"})
    assert "Lọc (3)" in re.sub(r"\s+", " ", response.text)
    chips = {chip.label: chip.address for chip in response.context["chips"]}
    assert chips == {
        "5 sao": "sao=4&gia-den=200000",
        "4 sao": "sao=5&gia-den=200000",
        "Đến 200.000\u00a0₫": "sao=5&sao=4",
    }


def test_pages_keep_the_address(client):
    for number in range(25):
        certified(f"Mắm {number:02}")
    response = client.get("/san-pham/", {"sao": "4", "xep": "gia-tang"})
    assert response.context["page"].paginator.num_pages == 2
    assert "?sao=4&xep=gia-tang&page=2" in unescape(response.text)
    assert len(shown(client.get("/san-pham/?sao=4&xep=gia-tang&page=2"))) == 1


def test_group_page_shows_one_group_and_those_below(client):
    food = make_group("Thực phẩm")
    below = food.add_child(name="Nước chấm", slug="nuoc-cham", is_public=True)
    certified("Nước mắm", group=below)
    certified("Gạo", group=food)
    certified("Chè", group="Đồ uống")
    response = client.get("/nhom/thuc-pham/")
    assert set(shown(response)) == {"Nước mắm", "Gạo"}
    assert "<h1>Thực phẩm</h1>" in response.text
    assert shown(client.get("/nhom/nuoc-cham/")) == ["Nước mắm"]
    assert shown(client.get("/nhom/thuc-pham/", {"nganh": "do-uong"})) == shown(response)
    assert client.get("/nhom/khong-co/").status_code == 404


def test_oscars_addresses_lead_to_ours(client):
    group = make_group("Thực phẩm")
    assert client.get(f"/san-pham/nganh/{group.pk}/").headers["Location"] == "/nhom/thuc-pham/"
    assert client.get("/tim-kiem/?q=mắm").headers["Location"] == "/san-pham/?q=m%E1%BA%AFm"


def test_nothing_found_says_what_to_do(client):
    certified("Mắm tôm cũ", on=date(2023, 5, 1))
    lapsed = client.get("/san-pham/", {"q": "mắm"})
    assert "Có 1 sản phẩm khớp" in lapsed.text
    assert "?q=m%E1%BA%AFm&con-han=0" in unescape(lapsed.text)
    assert "tên tỉnh cũ cũng tìm được" in client.get("/san-pham/", {"q": "xyz"}).text
    assert "Bỏ mọi bộ lọc" in client.get("/san-pham/", {"tinh": make_province().code, "sao": "5"}).text


def links(response) -> dict[str, str]:
    """What is offered where nothing was found: words → address."""
    part = response.text.partition('<section class="instead"')[2].partition("</section>")[0]
    found = re.findall(r'<a[^>]*href="([^"]*)">(.*?)</a>', part, re.DOTALL)
    return {unescape(re.sub(r"<[^>]*>", "", words)).strip(): unescape(address) for address, words in found}


def test_nothing_found_offers_the_nearest_spelling_and_the_group(client):
    certified("Cà phê Khe Sanh", group="Đồ uống")
    certified("Rượu Kim Sơn", group="Đồ uống")
    page = client.get("/san-pham/", {"q": "khe sannnh"})
    assert shown(page) == []
    assert links(page) == {
        "khe sanh (1)": "/san-pham/?q=khe+sanh",
        "Xem ngành Đồ uống": "/nhom/do-uong/",
    }
    assert shown(client.get("/san-pham/?q=khe+sanh")) == ["Cà phê Khe Sanh"]
    assert '<form method="get" action="/san-pham/">' not in page.text
    assert links(client.get("/san-pham/", {"q": "zzzzzzz"})) == {"Đồ uống": "/san-pham/?nganh=do-uong"}


def test_filters_that_leave_nothing_are_offered_to_be_taken_off_one_by_one(client):
    home, other = make_province(), make_province("Ninh Bình", "37")
    certified("Nước mắm", star=4, province=home)
    certified("Mắm tôm", star=4, province=home)
    certified("Chè", star=5, province=other)
    page = client.get("/san-pham/", {"q": "mắm", "sao": "5", "tinh": home.code, "gia-tu": "99000000"})
    assert shown(page) == []
    assert links(page) == {"Xem ngành Thực phẩm": "/nhom/thuc-pham/"}
    page = client.get("/san-pham/", {"q": "mắm", "sao": "5", "tinh": home.code})
    assert links(page)["Bỏ “5 sao” (2)"] == f"/san-pham/?q=m%E1%BA%AFm&tinh={home.code}"
    assert not any("Thanh Hóa" in words for words in links(page))
    bare = client.get("/san-pham/", {"sao": "5", "tinh": home.code})
    assert links(bare) == {
        "Bỏ “5 sao” (2)": f"/san-pham/?tinh={home.code}",
        "Bỏ “Thanh Hóa” (1)": "/san-pham/?sao=5",
    }
    assert shown(client.get(links(bare)["Bỏ “Thanh Hóa” (1)"])) == ["Chè"]
    group = client.get("/nhom/thuc-pham/", {"sao": "3"})
    assert links(group) == {"Bỏ “3 sao” (3)": "/nhom/thuc-pham/"}


def test_facets_without_a_product_are_not_shown_where_nothing_is_found(client):
    certified("Nước mắm")
    page = client.get("/san-pham/", {"q": "zzzzzzz", "sao": "5"})
    assert 'name="sao" value="5" checked' in page.text
    assert 'name="tinh"' not in page.text
    assert 'name="nganh"' not in page.text


@pytest.mark.parametrize("number", [1, 3])
def test_cards_say_how_far_the_nearest_point_is_only_where_that_is_the_order(
    client, django_assert_num_queries, number
):
    for item in range(number):
        product = certified(f"Mắm {item}", producer=make_producer())
        point = make_sales_point(latitude=f"19.8{item + 3}", longitude="105.78", name=f"Chợ <{item}>")
        SalesPointStock.objects.create(point=point, product=product, confirmed_on=date(2026, 11, 1))
    outbox.drain()
    address = {"gan": "19.81,105.78", "xep": "gan"}
    client.get("/san-pham/", address)
    with django_assert_num_queries(4):
        page = client.get("/san-pham/", address)
    ways = re.findall(r'<p class="quiet small">(cách .*?)</p>', page.text)
    assert ways == [
        f"cách {way}\u00a0km · Chợ &lt;{item}&gt;"
        for item, way in ((0, "2,2"), (1, "3,3"), (2, "4,4"))[:number]
    ]
    assert "Chợ &lt;" not in client.get("/san-pham/", {"gan": "19.81,105.78"}).text
    assert "2.2\u00a0km" in client.get("/en/san-pham/", address).text


@pytest.mark.parametrize(
    "address",
    [
        "?page=1000000", "?page=-1", "?page=abc", "?gia-tu=-5&gia-den=x", "?sao=9&tinh=zz&nganh=%00&loai=1&xep=1",
        "?q=%00%01%1f", "?q=name:(a%20OR%20b)%20AND%20%22", "?q=%ff%fe", "?la=1&la=2", "?q=" + "m%E1%BA%AFm+" * 1000,
        "?" + "&".join(f"tinh={code}" for code in range(500)),
    ],
)  # fmt: skip
def test_odd_addresses_make_calm_pages(client, address):
    certified("Nước mắm")
    assert client.get("/san-pham/" + address).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_listing_takes_the_same_queries_for_more(client, django_assert_num_queries, number):
    for item in range(number):
        certified(f"Mắm {item}", producer=make_producer())
    client.get("/san-pham/")
    with django_assert_num_queries(3):
        assert len(shown(client.get("/san-pham/"))) == number


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("search.views", "CatalogueView"),
        ("search.views", "ProductCategoryView"),
        ("search.views", "FacetedSearchView"),
        ("catalogue.views", "ProductDetailView"),
    ],
)
def test_oscar_finds_our_views(module, name):
    assert not get_class(module, name).__module__.startswith("oscar.")


def test_the_search_field_holds_what_was_searched_and_nothing_a_page_knows_besides(client):
    certified("Nước mắm")
    for address in (
        "/san-pham/?gan=19.81,105.78&xep=gan",
        "/nhom/thuc-pham/?sao=4",
        "/hoi-cho/",
        "/san-pham/",
    ):
        assert re.search(r'id="q-top" name="q" value="([^"]*)"', client.get(address).text)[1] == "", address
    page = client.get("/san-pham/", {"q": "mắm", "sao": "4"})
    assert re.search(r'id="q-top" name="q" value="([^"]*)"', page.text)[1] == "mắm"
    assert 'id="q-top" name="q" value=""' in client.get("/san-pham/").text
