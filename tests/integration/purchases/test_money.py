"""Money of an order: noted once, never above what was held, and the order follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from storefront.order.models import Order
from storefront.payment.sources import Balance, balance_of
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.models import MoneyEntry
from storefront.purchases.money import MoneyRefusedError, record_payment, record_refund
from storefront.purchases.moving import move_order, move_overdue
from tests.factories.purchases import make_basket, make_good, make_paying_producer, place

pytestmark = pytest.mark.django_db


def place_transfer(price=100_000):
    producer = make_paying_producer()
    placed = place(
        make_basket((make_good(producer=producer, price=price), 1)), payments={producer.pk: "vietqr"}
    )
    return placed.group.orders.get()


def pay(order, amount, reference="FT1", **facts):
    return record_payment(
        order, amount=amount, channel="statement", reference=reference, actor=Actor.PRODUCER, **facts
    )


def test_a_paid_order_waits_no_longer_and_can_be_confirmed():
    order = place_transfer()
    noted = pay(order, 125_000)
    assert (noted.created, noted.balance) == (True, Balance(due=125_000, paid=125_000, refunded=0))
    order.refresh_from_db()
    assert order.time_limit is None
    assert list(order.events.values_list("move", flat=True)) == ["place", "paid"]
    source = order.sources.get()
    assert int(source.amount_debited) == 125_000
    move_order(order, lifecycle.CONFIRM, actor=Actor.PRODUCER)
    assert order.status == Order.Status.CONFIRMED


def test_the_same_reference_is_one_payment():
    order = place_transfer()
    first, again = pay(order, 125_000), pay(order, 125_000)
    assert (again.created, again.entry.pk, again.balance) == (False, first.entry.pk, first.balance)
    assert (MoneyEntry.objects.count(), order.events.count()) == (1, 2)


def test_a_reference_cannot_pay_twice():
    order, other = place_transfer(), place_transfer()
    pay(order, 125_000)
    for target, amount in ((other, 125_000), (order, 100_000)):
        with pytest.raises(MoneyRefusedError) as refusal:
            pay(target, amount)
        assert refusal.value.code == "reference-taken"
    assert (MoneyEntry.objects.count(), balance_of(other).paid) == (1, 0)


def test_part_by_part_then_too_much():
    order = place_transfer()
    assert pay(order, 25_000).balance.outstanding == 100_000
    order.refresh_from_db()
    assert order.time_limit is not None
    assert pay(order, 90_000, "FT2").balance.outstanding == 10_000
    noted = pay(order, 20_000, "FT3")
    assert (noted.balance.outstanding, noted.balance.excess) == (0, 10_000)
    assert list(order.events.values_list("move", flat=True)) == [
        "place",
        "paid_in_part",
        "paid_in_part",
        "paid",
    ]


def test_money_for_an_order_called_off_is_owed_back():
    order = place_transfer()
    late = order.date_placed + timedelta(days=3)
    noted = pay(order, 125_000, at=late)
    order.refresh_from_db()
    assert order.events.last().move == "paid_late"
    assert noted.created
    assert move_overdue(at=late) == 1
    order.refresh_from_db()
    assert balance_of(order) == Balance(due=0, paid=125_000, refunded=0)
    assert balance_of(order).excess == 125_000

    with pytest.raises(MoneyRefusedError) as refusal:
        record_refund(order, amount=125_001, reference="R1", actor=Actor.PRODUCER)
    assert refusal.value.code == "refund-too-large"
    back = record_refund(order, amount=125_000, reference="R1", actor=Actor.PRODUCER)
    again = record_refund(order, amount=125_000, reference="R1", actor=Actor.PRODUCER)
    assert (back.balance.excess, again.created) == (0, False)
    assert int(order.sources.get().amount_refunded) == 125_000


@pytest.mark.parametrize("amount", [0, -1, 1.5, True, "125000"])
def test_an_amount_that_is_no_amount_is_refused(amount):
    order = place_transfer()
    with pytest.raises(MoneyRefusedError) as refusal:
        pay(order, amount)
    assert refusal.value.code == "amount-invalid"
    assert (MoneyEntry.objects.count(), order.events.count()) == (0, 1)


class TestBooks(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.placed = place_transfer().pk

    @settings(max_examples=30)
    @given(st.lists(st.tuples(st.booleans(), st.integers(1, 300_000), st.integers(0, 3)), max_size=8))
    def test_the_balance_is_the_sum_of_its_entries(self, happenings):
        order = Order.objects.get(pk=self.placed)
        held: dict[tuple[bool, int], int] = {}
        for is_in, amount, mark in happenings:
            try:
                if is_in:
                    pay(order, amount, f"FT{mark}")
                else:
                    record_refund(order, amount=amount, reference=f"FT{mark}", actor=Actor.PRODUCER)
            except MoneyRefusedError:
                continue
            held[is_in, mark] = amount
        paid = sum(amount for (is_in, _mark), amount in held.items() if is_in)
        refunded = sum(amount for (is_in, _mark), amount in held.items() if not is_in)
        assert balance_of(order) == Balance(due=125_000, paid=paid, refunded=refunded)
        assert 0 <= refunded <= paid
