"""A random walk: people, banks, time and faults do what they like; no stock, no đồng and no order is ever lost."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import hypothesis
import pytest
import time_machine
from django.db import transaction
from django.db.models import Sum
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from storefront.errors import DomainError
from storefront.holds.holding import held_by_others, hold_lines, sweep
from storefront.order.models import Order
from storefront.payment.sources import balance_of
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.models import MoneyEntry, OrderGroup
from storefront.purchases.money import record_payment, record_refund
from storefront.purchases.moving import move_order, move_overdue, status_at
from tests.factories.purchases import make_basket, make_good, make_paying_producer, make_shopper, place

pytestmark = pytest.mark.django_db
STOCK = 6
_PRODUCER, _SHOPPER = Actor.PRODUCER, Actor.SHOPPER
STRAIGHT = [("confirm", _PRODUCER), ("pack", _PRODUCER), ("hand_over", _PRODUCER)]
WAYS = [
    [("come_back", _PRODUCER)],
    [("deliver", _PRODUCER), ("complete", _SHOPPER)],
    [
        ("deliver", _SHOPPER),
        ("ask_return", _SHOPPER),
        ("agree_return", _PRODUCER),
        ("receive_return", _PRODUCER),
    ],
    [("deliver", _SHOPPER), ("ask_return", _SHOPPER), ("refuse_return", _PRODUCER)],
]
quantities = st.integers(1, 4)
fails = st.sampled_from([False, False, False, True])


class PowerCutError(Exception):
    """Something broke in the middle of the work."""


class Shop(RuleBasedStateMachine):
    """Two goods of two producers, of which there are few."""

    orders = Bundle("orders")
    baskets = Bundle("baskets")
    payments = Bundle("payments")

    def __init__(self) -> None:
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.now = datetime(2026, 11, 21, 3, tzinfo=UTC)
        with self.today():
            self.producers = [make_paying_producer(), make_paying_producer()]
            self.goods = [make_good(producer=producer, stock=STOCK) for producer in self.producers]
            self.shopper = make_shopper()
        self.placed: set[int] = set()
        self.references = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    @contextmanager
    def today(self):
        with time_machine.travel(self.now, tick=False):
            yield

    @contextmanager
    def work(self, cut: str = ""):
        """Do it now; refused or broken in the middle (`cut`: what breaks), it leaves everything as it was."""
        before = self.books()
        with self.today():
            try:
                if cut:
                    with patch(cut, side_effect=PowerCutError):
                        yield
                else:
                    yield
            except (DomainError, PowerCutError):
                assert self.books() == before

    def books(self):
        """Everything that must not change by halves."""
        return (
            list(Order.objects.order_by("pk").values_list("pk", "status", "time_limit")),
            [list(good.stockrecords.values_list("num_in_stock", "num_allocated")) for good in self.goods],
            list(MoneyEntry.objects.order_by("pk").values_list("order", "direction", "amount")),
            [order.events.count() for order in Order.objects.order_by("pk")],
            OrderGroup.objects.count(),
        )

    @initialize(target=orders)
    def two_orders_stand(self):
        """One for cash of both goods, one by transfer: no walk begins with nothing to do."""
        cash = self._send(self.open_checkout_of(1, 1), "cod", "")
        return multiple(*cash, *self._send(self.open_checkout_of(1, 0), "vietqr", ""))

    @rule(target=baskets, first=quantities, second=st.integers(0, 4))
    def open_checkout(self, first, second):
        return self.open_checkout_of(first, second)

    def open_checkout_of(self, first, second):
        wanted = [(good, number) for good, number in zip(self.goods, (first, second), strict=True) if number]
        with self.today():
            basket = make_basket(*wanted)
            hold_lines(basket, basket.lines.all())
        return basket

    @rule(basket=baskets)
    def look_again(self, basket):
        with self.today():
            hold_lines(basket, basket.lines.all())

    @rule(target=orders, basket=baskets, transfer=st.booleans(), cut=fails)
    def send(self, basket, transfer, cut):
        found = self._send(
            basket, "vietqr" if transfer else "cod", "storefront.purchases.placing.release" if cut else ""
        )
        return multiple(*found)

    def _send(self, basket, method, cut):
        groups = []
        payments = {producer.pk: method for producer in self.producers}
        with self.work(cut):
            groups.append(place(basket, shopper=self.shopper, payments=payments).group)
        found = [order.pk for group in groups for order in group.orders.order_by("pk")]
        new = [order for order in found if order not in self.placed]
        self.placed.update(new)
        return new

    @rule(
        order=orders,
        move=st.sampled_from(sorted(lifecycle.MOVES)),
        actor=st.sampled_from([Actor.SHOPPER, Actor.PRODUCER, Actor.PRODUCER, Actor.OPERATOR, Actor.CARRIER]),
        reason=st.sampled_from(["", "Hết hàng", "Hết hàng"]),
        restock=st.booleans(),
        cut=fails,
    )
    def move(self, order, move, actor, reason, restock, cut):
        with self.work("storefront.purchases.moving._write" if cut else ""):
            current = Order.objects.get(pk=order)
            facts = {"restock": restock}
            move_order(current, lifecycle.MOVES[move], actor=actor, reason=reason, facts=facts)

    @rule(order=orders, steps=st.integers(1, 8), ends=st.sampled_from(WAYS), restock=st.booleans())
    def go_a_known_way(self, order, steps, ends, restock):
        """Without it few walks would ever see a parcel delivered or goods come back."""
        for code, actor in [*STRAIGHT, *ends][:steps]:
            with self.work():
                move_order(
                    Order.objects.get(pk=order),
                    lifecycle.MOVES[code],
                    actor=actor,
                    reason="Thử",
                    facts={"restock": restock},
                )

    @rule(target=payments, order=orders, share=st.sampled_from([0.5, 1, 1, 2]), cut=fails)
    def pay(self, order, share, cut):
        self.references += 1
        reference = f"FT{self.references:04d}"
        amount = max(int(Order.objects.get(pk=order).total_incl_tax) * int(share * 2) // 2, 1)
        self._note(order, amount, reference, cut)
        return order, amount, reference

    @rule(payment=payments, cut=fails)
    def hear_of_a_payment_again(self, payment, cut):
        self._note(*payment, cut)

    def _note(self, order, amount, reference, cut):
        with self.work("storefront.purchases.money.note_event" if cut else ""):
            record_payment(
                Order.objects.get(pk=order),
                amount=amount,
                channel="statement",
                reference=reference,
                actor=Actor.PRODUCER,
            )
        assert MoneyEntry.objects.filter(reference=reference).count() <= 1

    @rule(order=orders, amount=st.integers(1, 700_000), cut=fails)
    def refund(self, order, amount, cut):
        self.references += 1
        with self.work("storefront.purchases.money.note_event" if cut else ""):
            record_refund(
                Order.objects.get(pk=order),
                amount=amount,
                reference=f"R{self.references}",
                actor=Actor.PRODUCER,
            )

    @rule(minutes=st.sampled_from([1, 10, 20, 90, 60 * 25, 60 * 24 * 8]))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweeper_runs(self):
        with self.today():
            move_overdue()
            sweep()
            assert move_overdue() == 0

    @invariant()
    def no_order_is_lost(self):
        assert set(Order.objects.values_list("pk", flat=True)) == self.placed

    @invariant()
    def stock_is_what_the_orders_say(self):
        for good in self.goods:
            record = good.stockrecords.get()
            set_aside = left = back = 0
            for order in Order.objects.filter(lines__product=good).prefetch_related("events"):
                pieces = order.lines.get(product=good).quantity
                events = {event.became: event for event in order.events.all() if event.was != event.became}
                set_aside += pieces * (order.status in lifecycle.SET_ASIDE)
                left += pieces * ("handed_over" in events)
                back += pieces * bool("returned" in events and events["returned"].facts.get("restock"))
            assert (record.num_allocated or 0) == set_aside
            assert record.num_in_stock == STOCK - left + back
            held = held_by_others([record.pk], basket_pk=None, at=self.now)
            assert 0 <= sum(claim.quantity for claim in held.values()) <= record.net_stock_level

    @invariant()
    def events_tell_the_state(self):
        for order in Order.objects.prefetch_related("events"):
            events = list(order.events.all())
            assert [event.number for event in events] == list(range(1, len(events) + 1))
            assert [event.was for event in events] == ["", *[event.became for event in events[:-1]]]
            assert order.status == events[-1].became
            moved = [event.became for event in events if event.was != event.became]
            for once in ("handed_over", "cancelled", "returned"):
                assert moved.count(once) <= 1
            due = order.time_limit is not None and order.time_limit <= self.now
            by_time = {"placed": "cancelled", "delivered": "completed"}.get(order.status, order.status)
            assert status_at(order, self.now) == (by_time if due else order.status)

    @invariant()
    def every_dong_is_in_all_books(self):
        for order in Order.objects.all():
            entries = MoneyEntry.objects.filter(order=order)
            came, went = (
                entries.filter(direction=direction).aggregate(sum=Sum("amount"))["sum"] or 0
                for direction in ("in", "out")
            )
            source = order.sources.get()
            balance = balance_of(order)
            assert (int(source.amount_debited), int(source.amount_refunded)) == (came, went)
            assert (balance.paid, balance.refunded) == (came, went)
            assert balance.kept >= 0
            due = 0 if order.status in ("cancelled", "returned") else int(order.total_incl_tax)
            assert balance.outstanding - balance.excess == due - balance.kept


def test_nothing_is_ever_lost():
    run_state_machine_as_test(
        Shop,
        settings=hypothesis.settings(
            max_examples=20,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )
