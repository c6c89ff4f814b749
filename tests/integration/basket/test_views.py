"""The basket page: plain forms, clear refusals, no query for visitors without a basket."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from storefront.basket.models import Basket
from storefront.delivery.models import DeliveryZone
from tests.factories.catalogue import make_producer
from tests.factories.purchases import make_good

pytestmark = pytest.mark.django_db


def add(client, product, quantity="1", **fields):
    return client.post(
        reverse("basket:add", args=[product.pk]), {"quantity": quantity, **fields}, follow=True
    )


def change(client, **fields):
    line = Basket.objects.get().lines.get()
    return client.post(reverse("basket:line", args=[line.pk]), fields, follow=True)


def words(answer):
    return [str(message) for message in answer.context["messages"]]


def test_addresses_are_vietnamese():
    assert reverse("basket:summary") == "/gio-hang/"
    assert reverse("checkout:index") == "/thanh-toan/"


def test_an_empty_basket_says_what_to_do(client):
    answer = client.get("/gio-hang/")
    assert answer.status_code == 200
    assert "Giỏ hàng đang trống" in answer.content.decode()


def test_added_goods_are_grouped_by_producer(client):
    sea, hill = make_producer("HTX Biển"), make_producer("HTX Đồi")
    sauce, tea = (
        make_good("Nước mắm", producer=sea, price=165_000),
        make_good("Chè", producer=hill, price=90_000),
    )
    add(client, sauce, "2")
    answer = add(client, tea)

    assert answer.redirect_chain == [("/gio-hang/", 302)]
    assert words(answer)[-1] == "Đã thêm “Chè” vào giỏ."
    shares = answer.context["shares"]
    assert [(share.producer, share.goods) for share in shares] == [(sea, 330_000), (hill, 90_000)]
    assert answer.context["goods"] == 420_000
    assert client.cookies["basket-count"].value == "3"
    page = answer.content.decode()
    assert page.count("Phí giao 25.000\u00a0₫ trong Thanh Hóa, 35.000\u00a0₫ tỉnh khác") == 2
    DeliveryZone.objects.create(producer=sea, kind="rest", charge=60_000, days_min=2, days_max=5)
    page = client.get("/gio-hang/").content.decode()
    assert page.count("Phí giao 25.000\u00a0₫") == page.count("Phí giao theo tỉnh và khối lượng") == 1


@pytest.mark.parametrize("quantity", ["0", "-3", "hai", "1.5", "", "1000000000", "9" * 400, "٣٣٣٣٣٣"])
def test_an_odd_quantity_adds_nothing(client, quantity):
    product = make_good(stock=5)
    answer = add(client, product, quantity)
    assert not Basket.objects.filter(lines__isnull=False).exists()
    assert len(words(answer)) == 1


def test_more_than_stock_adds_nothing_and_counts_what_is_in_the_basket(client):
    product = make_good(stock=5)
    add(client, product, "4")
    answer = add(client, product, "2")
    assert words(answer)[-1] == "Chỉ còn 5, không đủ 6. Trong giỏ đã có 4."
    assert Basket.objects.get().lines.get().quantity == 4


def test_what_is_not_sold_here_is_not_added(client):
    answer = add(client, make_good(selling="contact"))
    assert "liên hệ" in words(answer)[0]
    assert answer.redirect_chain[0][0].startswith("/san-pham/")


def test_add_returns_to_a_page_of_ours_only(client):
    product = make_good()
    here = client.post(reverse("basket:add", args=[product.pk]), {"quantity": "1", "next": "/san-pham/"})
    elsewhere = client.post(
        reverse("basket:add", args=[product.pk]), {"quantity": "1", "next": "https://evil.example/"}
    )
    assert (here.url, elsewhere.url) == ("/san-pham/", "/gio-hang/")


def test_quantity_is_changed_and_a_line_removed(client):
    add(client, make_good(stock=5))
    change(client, quantity="3")
    assert Basket.objects.get().lines.get().quantity == 3
    answer = change(client, remove="1")
    assert not Basket.objects.get().lines.exists()
    assert client.cookies["basket-count"].value == ""
    assert "Giỏ hàng đang trống" in answer.content.decode()


@pytest.mark.parametrize("quantity", ["0", "-1", "x", "1000000000", "6"])
def test_an_odd_change_changes_nothing(client, quantity):
    add(client, make_good(stock=5), "2")
    answer = change(client, quantity=quantity)
    assert Basket.objects.get().lines.get().quantity == 2
    assert len(words(answer)) >= 1


def test_another_visitors_line_is_out_of_reach(client, django_user_model):
    add(client, make_good(stock=5), "2")
    line = Basket.objects.get().lines.get()
    stranger = type(client)()
    answer = stranger.post(reverse("basket:line", args=[line.pk]), {"remove": "1"}, follow=True)
    assert words(answer) == ["Món này không còn trong giỏ."]
    assert Basket.objects.get().lines.filter(pk=line.pk).exists()


def test_a_line_that_became_unavailable_is_shown_and_stops_the_checkout(client):
    producer = make_producer()
    add(client, make_good(producer=producer, stock=5), "4")
    Basket.objects.get().lines.get().product.stockrecords.update(num_in_stock=3)
    page = client.get("/gio-hang/")
    assert "Chỉ còn 3, không đủ 4." in page.content.decode()
    assert not page.context["can_check_out"]
    assert page.context["goods"] == 0


def test_a_changed_price_is_told(client):
    add(client, make_good(price=100_000))
    Basket.objects.get().lines.get().product.stockrecords.update(price=110_000)
    page = client.get("/gio-hang/").content.decode()
    assert "Giá đã đổi từ 100.000\u00a0₫ thành 110.000\u00a0₫" in page


@pytest.mark.parametrize("cookie", ["", "-1", "9" * 50, "<b>"])
def test_a_forged_count_is_harmless(client, cookie):
    client.cookies["basket-count"] = cookie
    assert client.get("/gio-hang/").status_code == 200


@pytest.mark.parametrize("address", ["/san-pham/", "/hoi-cho/", "/diem-ban/"])
def test_a_full_basket_costs_a_page_no_query(client, address):
    shelf = [make_good() for _number in range(3)]
    with CaptureQueriesContext(connection) as without:
        client.get(address)
    for good in shelf:
        add(client, good, "2")

    with CaptureQueriesContext(connection) as with_basket:
        page = client.get(address).content.decode()

    assert [query["sql"] for query in with_basket if "basket" in query["sql"]] == []
    assert len(with_basket) <= len(without)
    assert '<span class="count num" aria-hidden="true">6</span>' in page


def test_every_button_of_the_basket_carries_the_token_of_its_form():
    careful = Client(enforce_csrf_checks=True)
    page = careful.get(make_good().get_absolute_url()).content.decode()
    add = re.search(r"/gio-hang/them/\d+/", page)[0]
    careful.post(add, {"quantity": "1"}, headers={"Sec-Fetch-Site": "same-origin"})
    page = careful.get("/gio-hang/").content.decode()
    line = Basket.objects.get().lines.get()

    assert page.count('name="csrfmiddlewaretoken"') == page.count('method="post"') > 0
    answer = careful.post(reverse("basket:line", args=[line.pk]), {"quantity": "3", **token(page)})
    assert (answer.status_code, Basket.objects.get().num_items) == (302, 3)


def token(page):
    return {"csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]}


@pytest.mark.parametrize("address", ["basket:add", "basket:line"])
def test_the_address_of_a_button_opened_as_a_page_says_so(client, address):
    answer = client.get(reverse(address, args=[1]))

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "không mở thẳng được" in answer.content.decode()
