"""Two people move one order at the same moment: one of them wins, stock moves once."""

from __future__ import annotations

from functools import partial

import pytest

from storefront.order.models import Order
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.moving import MoveRefusedError, move_order, move_overdue
from tests.factories import races
from tests.factories.purchases import make_basket, make_good, make_paying_producer, place

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


at_once = partial(races.at_once, refusals=MoveRefusedError)


def stock_of(good):
    record = good.stockrecords.get()
    return record.num_in_stock, record.num_allocated or 0


@pytest.fixture
def order_and_good():
    producer = make_paying_producer()
    good = make_good(producer=producer, stock=20)
    order = place(make_basket((good, 2)), payments={producer.pk: "cod"}).group.orders.get()
    return order, good


def test_ten_cancel_at_once_and_stock_comes_back_once(order_and_good):
    order, good = order_and_good
    outcomes = at_once(
        *[lambda: move_order(Order.objects.get(pk=order.pk), lifecycle.CANCEL, actor=Actor.SHOPPER)] * 10
    )
    assert {event.pk for event in outcomes} == {order.events.get(became="cancelled").pk}
    assert stock_of(good) == (20, 0)


def test_the_shopper_cancels_while_the_producer_sends_the_parcel(order_and_good):
    order, good = order_and_good
    move_order(order, lifecycle.CONFIRM, actor=Actor.PRODUCER)

    outcomes = at_once(
        lambda: move_order(Order.objects.get(pk=order.pk), lifecycle.CANCEL, actor=Actor.SHOPPER),
        lambda: move_order(Order.objects.get(pk=order.pk), lifecycle.HAND_OVER, actor=Actor.PRODUCER),
    )

    order.refresh_from_db()
    refused = [isinstance(outcome, MoveRefusedError) for outcome in outcomes]
    assert (order.status, refused, stock_of(good)) in [
        (Order.Status.CANCELLED, [False, True], (20, 0)),
        (Order.Status.HANDED_OVER, [True, False], (18, 0)),
    ]


def test_two_sweepers_cancel_an_unpaid_order_once(order_and_good):
    order, good = order_and_good
    Order.objects.filter(pk=order.pk).update(time_limit=order.date_placed)
    assert sum(at_once(move_overdue, move_overdue, move_overdue)) == 1
    assert (order.events.filter(became="cancelled").count(), stock_of(good)) == (1, (20, 0))
