"""Price, stock and holidays: at once, in bounds, and never over what happened meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from catalogue.models import Product
from storefront.order.models import Order
from storefront.partner.strategy import Selector
from storefront.purchases.placing import LinesRefusedError
from tests.factories.catalogue import make_product
from tests.factories.certification import certify
from tests.factories.portal import make_order, make_owner
from tests.factories.purchases import make_basket, make_good, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_owner()


@pytest.fixture
def good(owner):
    return make_good("Mắm cáy", producer=owner[0], price=100_000, stock=10)


def change(client, good, what, **fields):
    return client.post(reverse(f"portal:{what}", args=[good.public_id]), fields)


def row(good):
    return good.stockrecords.get()


def logged():
    ours = ModelLogEntry.objects.filter(action__in=["ocop.price", "ocop.stock", "ocop.holiday"])
    return [(entry.action, entry.data) for entry in ours.order_by("pk")]


def availability(good, on=None):
    fresh = Product.objects.get(pk=good.pk)
    return Selector().strategy(on=on).fetch_for_product(fresh).availability


def test_a_price_holds_at_once_and_is_logged(owner, good):
    _producer, client = owner
    assert change(client, good, "price", amount="120.000", seen="100000").status_code == 302
    assert int(row(good).price) == 120_000
    assert logged() == [("ocop.price", {"before": 100_000, "after": 120_000})]
    change(client, good, "price", amount="120.000", seen="120000")
    assert len(logged()) == 1


@pytest.mark.parametrize("amount", ["", "999", "0", "-1", "500000001", "1,5", "100.5", "gia moi"])
def test_a_price_out_of_bounds_changes_nothing(owner, good, amount):
    _producer, client = owner
    response = change(client, good, "price", amount=amount, seen="100000")
    assert response.status_code == 422
    assert (int(row(good).price), logged()) == (100_000, [])


def test_a_price_changed_meanwhile_is_told(owner, good):
    _producer, client = owner
    good.stockrecords.update(price=150_000)
    response = change(client, good, "price", amount="90000", seen="100000")
    assert response.status_code == 409
    assert "150.000" in response.content.decode()
    assert int(row(good).price) == 150_000


def test_an_order_placed_before_keeps_its_price(owner, good):
    _producer, client = owner
    order = place(make_basket((good, 1))).group.orders.get()
    change(client, good, "price", amount="200000", seen="100000")
    order.refresh_from_db()
    assert int(order.total_incl_tax) == 125_000


def test_stock_is_counted_beside_what_was_ordered(owner, good):
    _producer, client = owner
    place(make_basket((good, 3)))
    assert change(client, good, "stock", left="20", seen="7").status_code == 302
    assert (row(good).num_in_stock, row(good).net_stock_level) == (23, 20)


def test_an_order_meanwhile_refuses_the_count_and_says_what_is_left(owner, good):
    _producer, client = owner
    place(make_basket((good, 3)))
    response = change(client, good, "stock", left="12", seen="10")
    assert response.status_code == 409
    assert "bây giờ là 7" in response.content.decode()
    assert row(good).net_stock_level == 7
    assert 'name="seen" value="7"' in response.content.decode()


@pytest.mark.parametrize("left", ["", "-1", "1,5", "1000001", "nhieu"])
def test_a_count_that_cannot_be_changes_nothing(owner, good, left):
    _producer, client = owner
    assert change(client, good, "stock", left=left, seen="10").status_code == 422
    assert row(good).num_in_stock == 10


def test_one_tap_sells_out_and_orders_keep_their_goods(owner, good):
    _producer, client = owner
    place(make_basket((good, 3)))
    for _tap in range(2):
        assert change(client, good, "sold-out").status_code == 302
    assert (row(good).num_in_stock, row(good).net_stock_level) == (3, 0)
    assert availability(good).code == "out-of-stock"
    assert [action for action, _data in logged()].count("ocop.stock") == 1


def test_pieces_time_has_freed_are_counted_before_selling_out(owner, good):
    producer, client = owner
    order = place(make_basket((good, 3)), payments={producer.pk: "vietqr"}).group.orders.get()
    Order.objects.filter(pk=order.pk).update(time_limit=timezone.now() - timedelta(minutes=1))
    change(client, good, "sold-out")
    assert (row(good).num_in_stock, row(good).net_stock_level) == (0, 0)
    order.refresh_from_db()
    assert order.status == "cancelled"


def test_a_product_without_a_stock_row_gets_its_price_first(owner):
    producer, client = owner
    good = make_product("Bánh gai", producer=producer, price=None)
    certify(good)
    assert client.get(reverse("portal:products")).status_code == 200
    assert change(client, good, "price", amount="50000", seen="").status_code == 302
    assert (int(row(good).price), row(good).partner, row(good).num_in_stock) == (50_000, producer.partner, 0)
    change(client, good, "stock", left="5", seen="0")
    assert availability(good).num_available == 5


def test_what_is_not_sold_here_has_no_price_here(owner):
    producer, client = owner
    good = make_product("Tour làng", producer=producer, selling="contact")
    assert change(client, good, "price", amount="50000", seen="120000").status_code == 409
    assert int(row(good).price) == 120_000


def close(client, producer, **fields):
    return client.post(reverse("portal:holiday"), {"producer": producer.slug, "action": "close", **fields})


def test_a_holiday_refuses_orders_by_date_and_opens_by_itself(owner, good, client):
    producer, browser = owner
    today = timezone.localdate()
    last = today + timedelta(days=5)
    basket = make_basket((good, 1))
    placed = make_order(producer)
    assert close(browser, producer, last=last.isoformat(), message="Nghỉ Tết").status_code == 302
    refused = availability(good)
    label = f"Nghỉ đến {last:%d/%m/%Y}, nhận đơn lại sau đó."
    assert (refused.code, refused.message, refused.is_available_to_buy) == ("producer-closed", label, False)
    assert availability(good, on=last).code == "producer-closed"
    assert availability(good, on=last + timedelta(days=1)).is_available_to_buy
    with pytest.raises(LinesRefusedError):
        place(basket)
    for page in (good.get_absolute_url(), producer.get_absolute_url()):
        text = client.get(page).content.decode()
        assert label in text
        assert "Nghỉ Tết" in text
    placed.refresh_from_db()
    assert placed.status == "placed"

    browser.post(reverse("portal:holiday"), {"producer": producer.slug, "action": "open"})
    assert availability(good).is_available_to_buy
    assert [action for action, _data in logged()] == ["ocop.holiday", "ocop.holiday"]


def test_a_holiday_may_begin_later(owner, good):
    producer, browser = owner
    today = timezone.localdate()
    first, last = today + timedelta(days=3), today + timedelta(days=6)
    close(browser, producer, first=first.isoformat(), last=last.isoformat())
    assert [
        availability(good, on=today + timedelta(days=day)).is_available_to_buy for day in (0, 2, 3, 6, 7)
    ] == [
        True,
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [(None, None, "last"), (None, -1, "last"), (None, 181, "last"), (5, 4, "first")],
)
def test_a_holiday_that_makes_no_sense_is_refused(owner, first, last, wrong):
    producer, browser = owner
    today = timezone.localdate()
    days = {
        name: (today + timedelta(days=day)).isoformat()
        for name, day in (("first", first), ("last", last))
        if day is not None
    }
    response = close(browser, producer, **days)
    assert response.status_code == 422
    assert list(response.context["bound"].errors) == [wrong]
    producer.refresh_from_db()
    assert producer.closed_until is None


def test_the_database_refuses_a_holiday_that_ends_before_it_begins(owner):
    producer, _client = owner
    producer.closed_from, producer.closed_until = (
        timezone.localdate(),
        timezone.localdate() - timedelta(days=1),
    )
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        producer.save()


def test_goods_beyond_the_first_page_are_reached_again_after_a_change(owner):
    producer, client = owner
    goods = [make_good(f"Hàng {number:02d}", producer=producer) for number in range(21)]
    response = change(client, goods[20], "stock", left="3", seen="20")
    assert response.url == f"{reverse('portal:products')}?page=2#p-{goods[20].public_id}"
    response = change(client, goods[20], "stock", left="3", seen="20")
    assert [product.title for product in response.context["page"].object_list] == ["Hàng 20"]
