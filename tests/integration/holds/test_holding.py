"""Holds: who opens the checkout first keeps the pieces, for minutes, and nobody blocks itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from storefront.holds.holding import held_by_others, hold_lines, sweep
from storefront.holds.models import StockHold
from storefront.order.errors import LinesRefusedError
from storefront.order.models import Order
from storefront.purchases.models import OrderGroup
from tests.factories.purchases import (
    checkout_fields,
    make_basket,
    make_good,
    make_paying_producer,
    place,
)

pytestmark = pytest.mark.django_db
CHECKOUT = "/thanh-toan/"


def shopper_with(product, quantity=1):
    """A browser with goods in its basket."""
    client = Client()
    client.post(f"/gio-hang/them/{product.pk}/", {"quantity": quantity})
    return client


def buy(client):
    fields = checkout_fields()
    page = client.post(CHECKOUT, {**fields, "action": "refresh"})
    seen = page.context["seen_total"]
    form = {**fields, "submission": page.context["submission"], "seen_total": seen, "action": "place"}
    return client.post(CHECKOUT, form)


def test_the_first_at_the_checkout_keeps_the_last_piece():
    good = make_good(stock=1)
    first, second = shopper_with(good), shopper_with(good)
    assert "Hàng được giữ cho bạn đến" in first.get(CHECKOUT).content.decode()
    page = second.get(CHECKOUT).content.decode()
    assert "Người khác đang giữ những món cuối cùng đến" in page
    assert "Hàng được giữ cho bạn đến" not in page
    assert buy(second).status_code == 409
    assert OrderGroup.objects.count() == 0

    assert buy(first).status_code == 302
    assert (OrderGroup.objects.count(), StockHold.objects.count()) == (1, 0)
    assert "Đã hết hàng." in second.get(CHECKOUT).content.decode()


def test_a_hold_ends_by_itself_with_no_job_run(settings):
    settings.OCOP_HOLD_MINUTES = 15
    good = make_good(stock=1)
    first, second = shopper_with(good), shopper_with(good)
    first.get(CHECKOUT)
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1), tick=False):
        assert StockHold.objects.count() == 1
        assert buy(second).status_code == 302


def test_a_shopper_is_never_blocked_by_its_own_hold():
    client = shopper_with(make_good(stock=2), quantity=2)
    for _look in range(3):
        assert "Hàng được giữ cho bạn" in client.get(CHECKOUT).content.decode()
    assert StockHold.objects.get().quantity == 2
    assert buy(client).status_code == 302


def test_a_hold_is_renewed_but_not_for_ever(settings):
    settings.OCOP_HOLD_MINUTES, settings.OCOP_HOLD_LONGEST_MINUTES = 15, 40
    basket = make_basket((make_good(stock=3), 1))
    start = timezone.now()
    lines = list(basket.lines.all())
    ends = [hold_lines(basket, lines, at=start + timedelta(minutes=minute)) for minute in (0, 10, 24, 38, 41)]
    minutes = [(end - start).total_seconds() / 60 for end in ends]
    assert minutes == [15, 25, 39, 40, 56], "the last one begins anew: the first had run out"


def test_more_than_is_left_is_not_held_in_part():
    good = make_good(stock=3)
    two, three = make_basket((good, 2)), make_basket((good, 3))
    assert hold_lines(two, two.lines.all()) is not None
    assert hold_lines(three, three.lines.all()) is None
    assert [hold.basket_id for hold in StockHold.objects.all()] == [two.pk]


def test_a_line_taken_out_lets_its_hold_go():
    good, other = make_good(stock=1), make_good(stock=1)
    basket = make_basket((good, 1), (other, 1))
    hold_lines(basket, basket.lines.all())
    hold_lines(basket, basket.lines.filter(product=good))
    assert [hold.stockrecord.product_id for hold in StockHold.objects.all()] == [good.pk]


def test_stock_of_an_order_nobody_paid_is_sold_to_the_next_with_no_job_run(settings):
    settings.OCOP_TRANSFER_HOURS = 24
    producer = make_paying_producer()
    good = make_good(stock=1, producer=producer)
    unpaid = place(make_basket((good, 1)), payments={producer.pk: "vietqr"}).group.orders.get()
    with pytest.raises(LinesRefusedError):
        place(make_basket((good, 1)))
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        placed = place(make_basket((good, 1)))
    unpaid.refresh_from_db()
    assert (placed.created, unpaid.status) == (True, Order.Status.CANCELLED)
    record = good.stockrecords.get()
    assert (record.num_in_stock, record.num_allocated) == (1, 1)


def test_opening_checkouts_by_the_dozen_holds_nothing_more(monkeypatch):
    monkeypatch.setattr("storefront.checkout.views._MOST_HOLDS", 1)
    good = make_good(stock=5)
    for client in (shopper_with(good), shopper_with(good)):
        assert client.get(CHECKOUT).status_code == 200
    assert StockHold.objects.count() == 1


def test_a_page_that_comes_late_holds_nothing_for_a_basket_already_ordered():
    """The page was asked for before the order was sent, and is made after it: in another tab, by a slow server."""
    good = make_good(stock=2)
    basket = make_basket((good, 1))
    late = basket.__class__.objects.get(pk=basket.pk)
    lines = list(basket.lines.all())
    place(basket)
    assert hold_lines(late, lines) is None
    assert not StockHold.objects.exists()
    assert place(make_basket((good, 1))).created, "the last piece is free for others"


def test_the_sweeper_clears_what_ran_out_a_day_ago():
    basket = make_basket((make_good(), 1))
    hold_lines(basket, basket.lines.all(), at=timezone.now() - timedelta(days=2))
    other = make_basket((make_good(), 1))
    hold_lines(other, other.lines.all())
    call_command("move_orders_by_time", verbosity=0)
    assert [hold.basket_id for hold in StockHold.objects.all()] == [other.pk]
    assert sweep() == 0


class TestAnyOrder(TestCase):
    @classmethod
    def setUpTestData(cls):
        good = make_good(stock=5)
        cls.baskets = [make_basket((good, 1)) for _basket in range(4)]

    @given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.integers(0, 40)), max_size=12))
    def test_running_holds_never_exceed_stock(self, openings):
        start = timezone.now()
        for which, quantity, minute in sorted(openings, key=lambda opening: opening[2]):
            line = self.baskets[which].lines.get()
            line.quantity = quantity
            at = start + timedelta(minutes=minute)
            hold_lines(self.baskets[which], [line], at=at)
            held = held_by_others([line.stockrecord_id], basket_pk=None, at=at)
            assert sum(claim.quantity for claim in held.values()) <= 5
