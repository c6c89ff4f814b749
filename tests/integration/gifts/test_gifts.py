"""Gift baskets: seen, and bought in one step as far as they are sold."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from storefront.basket.models import Basket
from storefront.gifts.models import GiftBasket, GiftItem
from tests.factories.catalogue import make_product
from tests.factories.purchases import make_good
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def make_gift(*wanted, **facts):
    told = {"title": "Giỏ quà Tết", "title_en": "New Year basket", "story": "Mặn, ngọt và trà."}
    gift = GiftBasket.objects.create(**{**told, **facts})
    for product, quantity in wanted:
        GiftItem.objects.create(basket=gift, product=product, quantity=quantity)
    return gift


def in_basket():
    return {line.product_id: line.quantity for basket in Basket.objects.all() for line in basket.lines.all()}


def test_a_gift_basket_costs_what_its_products_cost(client):
    gift = make_gift((make_good(price=100_000), 2), (make_good(price=45_000), 1))
    page = client.get(gift.get_absolute_url())
    assert gift.get_absolute_url() == "/gio-qua/gio-qua-tet/"
    assert page.context["gift"].price == 245_000
    assert len(page.context["gift"].producers) == 2
    assert "Giỏ quà Tết" in client.get(reverse("gifts:index")).content.decode()


def test_it_goes_into_the_basket_in_one_step(client):
    fish, tea = make_good(price=100_000), make_good(price=45_000)
    gift = make_gift((fish, 2), (tea, 1))
    answer = client.post(gift.get_absolute_url())
    assert answer.url == reverse("basket:summary")
    assert in_basket() == {fish.pk: 2, tea.pk: 1}


def test_what_is_missing_is_named_and_the_rest_goes_in(client):
    fish, gone, bare = make_good(stock=5), make_good("Mật ong", stock=1), make_product("Chè")
    gift = make_gift((fish, 1), (gone, 2), (bare, 1))
    page = client.post(gift.get_absolute_url(), follow=True).content.decode()
    assert in_basket() == {fish.pk: 1}
    assert "Mật ong: Chỉ còn 1" in page
    assert "Chè: Chứng nhận OCOP" in page


def test_what_is_already_in_the_basket_counts_against_stock(client):
    fish = make_good(stock=3)
    gift = make_gift((fish, 2))
    client.post(gift.get_absolute_url())
    page = client.post(gift.get_absolute_url(), follow=True).content.decode()
    assert in_basket() == {fish.pk: 2}
    assert "Chưa thêm được" in page


def test_nothing_sold_leads_back_and_changes_nothing(client):
    gift = make_gift((make_good(stock=0), 1))
    assert client.post(gift.get_absolute_url()).url == gift.get_absolute_url()
    assert in_basket() == {}
    assert "Hiện chưa đặt được" in client.get(gift.get_absolute_url()).content.decode()


def test_what_is_not_public_is_not_there(client):
    gift = make_gift((make_good(), 1), is_public=False)
    assert client.get(gift.get_absolute_url()).status_code == 404
    assert client.post(gift.get_absolute_url()).status_code == 404
    assert in_basket() == {}


def test_it_is_told_in_two_languages(client):
    make_gift((make_good(), 1))
    assert "New Year basket" in client.get("/en/gio-qua/gio-qua-tet/").content.decode()


def test_its_linked_data_holds_whatever_is_written(client):
    gift = make_gift((make_good(price=50_000), 1), story="</script><script>alert(1)</script> & co")
    page = client.get(gift.get_absolute_url()).content.decode()
    told = json.loads(re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page).group(1))
    assert told["description"] == gift.story
    assert told["offers"]["price"] == "50000"


def test_pages_take_as_many_queries_for_one_item_as_for_six(client):
    one = make_gift((make_good(), 1), slug="mot")
    six = make_gift(*((make_good(), 1) for _number in range(6)), slug="sau")
    counts = []
    for gift in (one, one, six):
        with CaptureQueriesContext(connection) as asked:
            client.get(gift.get_absolute_url())
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_an_editor_puts_one_together_and_an_office_does_not(client):
    good = make_good()
    fields = {
        "title": "Quà",
        "story": "Vài lời",
        "position": "0",
        "is_public": "on",
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-MIN_NUM_FORMS": "1",
        "items-MAX_NUM_FORMS": "1000",
        "items-0-product": good.pk,
        "items-0-quantity": "2",
    }
    client.force_login(make_user(role="programme_office"))
    client.post(reverse("gio-qua:add"), fields)
    assert GiftBasket.objects.count() == 0
    client.force_login(make_user(role="editor"))
    client.post(reverse("gio-qua:add"), fields)
    gift = GiftBasket.objects.get()
    assert (gift.slug, [(item.product, item.quantity) for item in gift.items.all()]) == ("qua", [(good, 2)])
