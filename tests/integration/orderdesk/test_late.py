"""State, money and lateness as the database tells them, held against what Python says of one order."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from storefront.delivery.models import OrderDelivery
from storefront.order.models import Order
from storefront.orderdesk.standing import standing_orders
from storefront.orderdesk.waiting import (
    late_by_producer,
    late_orders,
    listed,
    near_limit,
    past_limit,
    returns_asked,
    to_refund,
    unclear_transfers,
)
from storefront.payment.sources import balances_of
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.money import record_payment, record_refund
from storefront.purchases.moving import move_order, move_overdue, status_at
from storefront.transfers.receiving import receive_transfer
from tests.factories.orderdesk import bring, make_order, on
from tests.factories.portal import make_owner
from tests.factories.purchases import make_good, make_paying_producer
from tests.factories.transfers import tell_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def pay(order, amount=None, reference="FT1", at=None):
    amount = int(order.total_incl_tax) if amount is None else amount
    return record_payment(
        order, amount=amount, channel="producer", reference=reference, actor=Actor.PRODUCER, at=at
    )


def numbers(orders):
    return [order.number for order in orders]


def test_state_and_money_agree_with_what_is_said_of_one_order():
    now = timezone.now()
    for state in lifecycle.STRAIGHT_WAY:
        bring(make_order(), state)
    part, full, over, void = (make_order(pay="vietqr") for _number in range(4))
    pay(part, 1_000, "A")
    pay(full, reference="B")
    pay(over, int(over.total_incl_tax) + 5, "C")
    move_order(void, lifecycle.CANCEL, actor=Actor.OPERATOR, reason="Hết hàng")
    pay(void, 7_000, "D")
    record_refund(void, amount=2_000, reference="R", actor=Actor.PRODUCER)
    later = now + hours(24 * 30)
    for at in (now, later):
        if at == later:
            move_overdue(at=at)
        orders = list(standing_orders(at=at))
        balances = balances_of(orders)
        assert len(orders) == 10
        assert {o.number: (o.state_now, o.outstanding, o.excess, o.kept) for o in orders} == {
            o.number: (
                status_at(o, at),
                balances[o.pk].outstanding,
                balances[o.pk].excess,
                balances[o.pk].kept,
            )
            for o in orders
        }


def test_time_is_counted_in_before_anybody_notes_it():
    waiting, delivered = make_order(pay="vietqr"), bring(make_order(), "delivered")
    later = timezone.now() + hours(24 * 8)
    told = {order.number: order.state_now for order in standing_orders(at=later)}
    assert told == {waiting.number: "cancelled", delivered.number: "completed"}
    assert set(Order.objects.values_list("status", flat=True)) == {"placed", "delivered"}


def test_an_order_is_late_when_nobody_confirms_it_in_time(settings):
    settings.OCOP_CONFIRM_HOURS = 24
    order = make_order()
    placed = order.date_placed
    assert numbers(late_orders(at=placed + hours(24))) == []
    (late,) = late_orders(at=placed + hours(24.5))
    assert (late.number, late.due_step, late.due_by) == (order.number, "confirm", placed + hours(24))


def test_where_money_comes_first_the_clock_starts_with_it():
    order = make_order(pay="vietqr")
    assert numbers(late_orders(at=order.date_placed + hours(23))) == []
    paid_at = order.date_placed + hours(20)
    pay(order, at=paid_at)
    assert numbers(late_orders(at=paid_at + hours(23))) == []
    assert numbers(late_orders(at=paid_at + hours(25))) == [order.number]


def test_goods_made_to_order_may_take_as_long_as_they_take(settings):
    settings.OCOP_SEND_DAYS = 3
    producer = make_paying_producer()
    slow, quick = make_good(producer=producer, lead_days=5), make_good(producer=producer)
    order = make_order(producer, goods=[(slow, 1), (quick, 2)])
    confirmed = timezone.now()
    bring(order, "packed", at=confirmed)
    assert numbers(late_orders(at=confirmed + hours(24 * 8))) == []
    (late,) = late_orders(at=confirmed + hours(24 * 8 + 1))
    assert (late.due_step, late.due_by) == ("send", confirmed + timedelta(days=8))
    move_order(order, lifecycle.HAND_OVER, actor=Actor.PRODUCER)
    assert numbers(late_orders(at=confirmed + hours(24 * 9))) == []


def test_an_order_to_be_fetched_on_a_day_is_not_late_before_it():
    order = make_order()
    confirmed = timezone.now()
    bring(order, "confirmed", at=confirmed)
    order.delivery.__class__.objects.filter(order=order).update(day=timezone.localdate() + timedelta(days=10))
    assert numbers(late_orders(at=confirmed + timedelta(days=9))) == []
    assert numbers(late_orders(at=confirmed + timedelta(days=11))) == [order.number]


def test_late_orders_are_told_by_producer():
    slow, slower = make_paying_producer("HTX Chậm"), make_paying_producer("HTX Chậm Hơn")
    now = timezone.now()
    with on("2026-11-19T09:00+07:00"):
        make_order(slow)
    with on("2026-11-10T09:00+07:00"):
        make_order(slower)
        bring(make_order(slower), "confirmed")
    told = [(r["name"], r["confirm"], r["send"], (now - r["since"]).days) for r in late_by_producer(at=now)]
    assert told == [("HTX Chậm Hơn", 1, 1, 10), ("HTX Chậm", 1, 0, 1)]


def test_unpaid_orders_near_and_past_their_limit(settings):
    settings.OCOP_TRANSFER_HOURS, settings.OCOP_LIMIT_NEAR_HOURS = 24, 6
    order, paid, cash = make_order(pay="vietqr"), make_order(pay="vietqr"), make_order()
    pay(paid)
    placed = order.date_placed
    assert numbers(near_limit(at=placed + hours(17))) == []
    assert numbers(near_limit(at=placed + hours(19))) == [order.number]
    assert numbers(past_limit(at=placed + hours(23))) == []
    assert numbers(near_limit(at=placed + hours(25))) == []
    assert numbers(past_limit(at=placed + hours(25))) == [order.number]
    move_overdue(at=placed + hours(26))
    assert numbers(past_limit(at=placed + hours(27))) == [order.number]
    assert numbers(past_limit(at=placed + hours(24 * 9))) == []
    assert cash.number != order.number


def test_money_to_go_back_waits_from_when_it_was_owed():
    first, second, even = (make_order(pay="vietqr") for _number in range(3))
    start = timezone.now()
    pay(first, reference="A", at=start + hours(1))
    pay(second, int(second.total_incl_tax) + 10_000, "B", at=start + hours(2))
    pay(even, reference="C")
    move_order(first, lifecycle.CANCEL, actor=Actor.OPERATOR, reason="Hết hàng", at=start + hours(5))
    found = to_refund(at=start + hours(8))
    assert [(o.number, o.excess, o.owed_since) for o in found] == [
        (second.number, 10_000, start + hours(2)),
        (first.number, int(first.total_incl_tax), start + hours(5)),
    ]
    record_refund(second, amount=10_000, reference="R", actor=Actor.PRODUCER)
    assert numbers(to_refund(at=start + hours(8))) == [first.number]
    assert listed(to_refund(at=start + hours(8))).count == 1


def test_returns_asked_wait_in_their_order():
    first, second = bring(make_order(), "delivered"), bring(make_order(), "delivered")
    now = timezone.now()
    for order, at in ((second, now + hours(1)), (first, now + hours(2))):
        move_order(order, lifecycle.ASK_RETURN, actor=Actor.SHOPPER, reason="Vỡ", at=at)
    assert numbers(returns_asked(at=now + hours(3))) == [second.number, first.number]
    move_order(first, lifecycle.AGREE_RETURN, actor=Actor.OPERATOR)
    assert numbers(returns_asked(at=now + hours(3))) == [second.number]


def test_transfers_nobody_can_place_are_counted_and_summed_only():
    order = make_order(pay="vietqr")
    for amount in (50_000, 70_000):
        told = tell_of(order, amount, memo="Nguyen Van Bi Mat tra tien")
        receive_transfer(told, producer=order.producer, channel="statement")
    (row,) = unclear_transfers()
    assert set(row) == {"producer", "name", "count", "total", "since"}
    assert (row["name"], row["count"], row["total"]) == (order.producer.name, 2, 120_000)


@pytest.mark.parametrize(("state", "step"), [("packed", "send"), ("handed_over", "fetch")])
def test_what_was_to_be_fetched_on_a_day_is_late_once_that_day_is_over(state, step):
    """To the minute, by our clock, whatever was left of the days for sending."""
    with on("2026-11-20T09:00+07:00"):
        order = bring(make_order(), state)
        OrderDelivery.objects.filter(order=order).update(
            method="pick-up", place="Gian A07", place_reference="fair-1", day=date(2026, 11, 21)
        )
    for moment, late in (("2026-11-21T23:59+07:00", []), ("2026-11-22T00:01+07:00", [(order, step)])):
        found = late_orders(at=datetime.fromisoformat(moment))
        assert [(row, row.due_step) for row in found] == late
    (row,) = late_by_producer(at=datetime.fromisoformat("2026-11-22T08:00+07:00"))
    assert {name: row[name] for name in ("confirm", "send", "fetch")} == {
        "confirm": 0,
        "send": int(step == "send"),
        "fetch": int(step == "fetch"),
    }
    producer, client = make_owner(order.producer)
    with on("2026-11-21T12:00+07:00"):
        client.force_login(producer.users.get())
        assert (
            "Quá ngày hẹn nhận"
            not in client.get(reverse("portal:order", args=[order.number])).content.decode()
        )
    with on("2026-11-22T00:01+07:00"):
        client.force_login(producer.users.get())
        for address in (reverse("portal:order", args=[order.number]), reverse("portal:start")):
            assert "Quá ngày hẹn nhận" in client.get(address).content.decode()
        page = client.get(reverse("portal:orders"), {"hen": "qua"}).context["page"]
        assert page.object_list == [order]
