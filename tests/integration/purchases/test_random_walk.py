"""A random walk: people, banks, time and faults do what they like; no stock, no đồng and no order is ever lost."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import hypothesis
import pytest
import time_machine
from django.db import OperationalError, connection, transaction
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
from oscar.core.loading import get_model

from storefront.errors import DomainError
from storefront.holds.holding import held_by_others, hold_lines, sweep
from storefront.holds.models import StockHold
from storefront.order.models import Order
from storefront.payment.sources import balance_of, balances_of
from storefront.portal.money import confirm_money
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.models import MoneyEntry, OrderEvent, OrderGroup, OrderNotice
from storefront.purchases.money import record_payment, record_refund
from storefront.purchases.moving import move_order, move_overdue, status_at
from storefront.transfers.models import BankTransfer
from storefront.transfers.receiving import Told, receive_transfer
from tests.factories.purchases import make_basket, make_good, make_paying_producer, make_shopper, place
from tests.factories.walks import ALLOWED, FAULTS, STRAIGHT, WAYS, PowerCutError, breaks, broken

pytestmark = pytest.mark.django_db
StockRecord = get_model("partner", "StockRecord")
STOCK = 6
quantities = st.integers(1, 4)


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
            self.producers = [
                make_paying_producer(email=f"{number}@example.vn", bank_account=f"000012345{number}")
                for number in range(2)
            ]
            self.goods = [make_good(producer=producer, stock=STOCK) for producer in self.producers]
            self.shopper = make_shopper()
        self.placed: set[int] = set()
        self.references = 0
        self.money: dict[int, list[int]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    @contextmanager
    def today(self):
        with time_machine.travel(self.now, tick=False):
            yield

    @contextmanager
    def work(self, fault=None, *, may_free=False):
        """Do it now; refused or broken in the middle (`fault`: where and how), it leaves everything as it was.

        `may_free`: what looks for stock may find orders past their time first, and those stay cancelled.
        """
        before = None if may_free and self.is_anything_overdue() else self.books()
        where, how = fault or ("", "")
        with self.today():
            try:
                with patch(where, side_effect=FAULTS[how]) if where else nullcontext():
                    yield
            except (DomainError, PowerCutError, OperationalError):
                assert before is None or self.books() == before

    def is_anything_overdue(self):
        return Order.objects.filter(status="placed", time_limit__lte=self.now).exists()

    def books(self):
        """Everything that must not change by halves."""
        return [
            list(rows)
            for rows in (
                Order.objects.order_by("pk").values_list("pk", "status", "time_limit"),
                StockRecord.objects.order_by("pk").values_list("num_in_stock", "num_allocated"),
                StockHold.objects.order_by("pk").values_list("basket", "quantity", "until"),
                MoneyEntry.objects.order_by("pk").values_list("order", "amount", "bank_reference"),
                OrderEvent.objects.order_by("pk").values_list("pk"),
                OrderNotice.objects.order_by("pk").values_list("pk"),
                BankTransfer.objects.order_by("pk").values_list("pk", "outcome"),
                OrderGroup.objects.order_by("pk").values_list("pk"),
            )
        ]

    @initialize(target=orders)
    def two_orders_stand(self):
        """One for cash of both goods, one by transfer: no walk begins with nothing to do."""
        cash = self._send(self.open_checkout_of(1, 1), "cod")
        return multiple(*cash, *self._send(self.open_checkout_of(1, 0), "vietqr"))

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

    @rule(
        target=orders,
        basket=baskets,
        transfer=st.booleans(),
        fault=broken("purchases.placing.release", "purchases.placing.write_letters"),
    )
    def send(self, basket, transfer, fault):
        """It breaks once and is sent again, as a shopper would."""
        method = "vietqr" if transfer else "cod"
        return multiple(*self._send(basket, method, fault), *self._send(basket, method))

    def _send(self, basket, method, fault=None):
        groups = []
        payments = {producer.pk: method for producer in self.producers}
        with self.work(fault, may_free=True):
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
        fault=breaks("purchases.moving._write", "purchases.moving.tell_of"),
    )
    def move(self, order, move, actor, reason, restock, fault):
        with self.work(fault):
            current = Order.objects.get(pk=order)
            facts = {"restock": restock}
            move_order(current, lifecycle.MOVES[move], actor=actor, reason=reason, facts=facts)

    @rule(
        order=orders,
        steps=st.sampled_from([1, 2, 3, 5, 8, 8, 8, 8]),
        ends=st.sampled_from(WAYS),
        restock=st.booleans(),
        fault=broken("purchases.moving._write", "purchases.moving.tell_of"),
    )
    def go_a_known_way(self, order, steps, ends, restock, fault):
        """Without it few walks would see goods come back. Each step breaks once and is taken again."""
        for code, actor in [*STRAIGHT, *ends][:steps]:
            for what_breaks in (fault, None):
                with self.work(what_breaks):
                    move_order(
                        Order.objects.get(pk=order),
                        lifecycle.MOVES[code],
                        actor=actor,
                        reason="Thử",
                        facts={"restock": restock},
                    )

    @rule(
        target=payments,
        order=orders,
        share=st.sampled_from([0.5, 1, 1, 2]),
        fault=breaks("purchases.money.note_event", "purchases.money._enter"),
    )
    def pay(self, order, share, fault):
        self.references += 1
        reference = f"FT{self.references:04d}"
        amount = max(int(Order.objects.get(pk=order).total_incl_tax) * int(share * 2) // 2, 1)
        self._note(order, amount, reference, fault)
        return order, amount, reference

    @rule(payment=payments, fault=breaks("purchases.money.note_event"))
    def hear_of_a_payment_again(self, payment, fault):
        self._note(*payment, fault)

    def _note(self, order, amount, reference, fault):
        current = Order.objects.get(pk=order)
        told = {"channel": "statement", "reference": reference, "actor": Actor.PRODUCER}
        with self.work(fault):
            noted = record_payment(current, amount=amount, **told)
            if noted.created:
                self._count(order, amount)

    @rule(
        order=orders,
        hand_first=st.booleans(),
        hand=breaks("purchases.money.note_event"),
        bank=breaks("purchases.money.note_event", "transfers.receiving.balance_of"),
    )
    def producer_and_bank_tell_of_one_transfer(self, order, hand_first, hand, bank):
        """Each by itself may break; what came counts once when either got through."""
        self.references += 1
        amount = 10_000 + self.references  # no other money is like it
        ways = [lambda: self._by_hand(order, amount, hand), lambda: self._by_bank(order, amount, bank)]
        before = balance_of(Order.objects.get(pk=order)).paid
        for way in ways if hand_first else ways[::-1]:
            way()
        if balance_of(Order.objects.get(pk=order)).paid != before or not (hand and bank):
            self._count(order, amount)

    def _by_hand(self, order, amount, fault):
        current = Order.objects.get(pk=order)
        with self.work(fault):
            seen, mark = balance_of(current).paid, f"mark-of-the-walk-{self.references:04d}"
            confirm_money(current, amount=amount, mark=mark, seen=seen, by=None)

    def _by_bank(self, order, amount, fault):
        current = Order.objects.get(pk=order)
        told = Told(
            current.producer.bank_account, f"BK{self.references:05d}", amount, current.number, self.now
        )
        with self.work(fault):
            receive_transfer(told, producer=current.producer, channel="sepay")

    @rule(
        order=orders,
        share=st.sampled_from([0.3, 1, 1, 2]),
        fault=breaks("purchases.money.note_event", "purchases.money._enter"),
    )
    def refund(self, order, share, fault):
        self.references += 1
        current = Order.objects.get(pk=order)
        amount = max(int(balance_of(current).kept * share), 1)
        with self.work(fault):
            record_refund(current, amount=amount, reference=f"R{self.references}", actor=Actor.PRODUCER)
            self._count(order, -amount)

    def _count(self, order, amount):
        """What the walk itself knows of the money: it was noted, and nobody refused it."""
        self.money.setdefault(order, []).append(amount)

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
    def everything_holds_together(self):
        orders = list(
            Order.objects.order_by("pk").prefetch_related(
                "events__notices", "lines", "money_entries", "sources"
            )
        )
        assert {order.pk for order in orders} == self.placed, "no order is lost"
        balances = balances_of(orders)
        self.stock_is_what_the_orders_say(orders)
        groups = set()
        for order in orders:
            self.events_tell_the_state(order)
            self.everybody_is_told(order, is_first=order.group_id not in groups)
            self.every_dong_is_in_all_books(order, balances[order.pk])
            groups.add(order.group_id)

    def stock_is_what_the_orders_say(self, orders):
        for good in self.goods:
            record = good.stockrecords.get()
            set_aside = left = back = 0
            for order in orders:
                pieces = sum(line.quantity for line in order.lines.all() if line.product_id == good.pk)
                events = {event.became: event for event in order.events.all() if event.was != event.became}
                set_aside += pieces * (order.status in lifecycle.SET_ASIDE)
                left += pieces * ("handed_over" in events)
                back += pieces * bool("returned" in events and events["returned"].facts.get("restock"))
            assert (record.num_allocated or 0) == set_aside
            assert record.num_in_stock == STOCK - left + back
            held = held_by_others([record.pk], basket_pk=None, at=self.now)
            assert 0 <= sum(claim.quantity for claim in held.values()) <= record.net_stock_level
        assert not StockHold.objects.exclude(basket__status="Open").exists(), "who ordered holds nothing"

    def events_tell_the_state(self, order):
        events = list(order.events.all())
        assert [event.number for event in events] == list(range(1, len(events) + 1))
        assert [event.was for event in events] == ["", *[event.became for event in events[:-1]]]
        assert order.status == events[-1].became
        moved = [event for event in events[1:] if event.was != event.became]
        for event in moved:
            assert event.actor in ALLOWED[event.was][event.became].split()
        once = [event.became for event in moved if event.became in ("handed_over", "cancelled", "returned")]
        assert len(once) == len(set(once))
        if order.is_prepaid and any(event.became == "confirmed" for event in moved):
            confirmed = next(event.at for event in moved if event.became == "confirmed")
            early = order.money_entries.filter(direction="in", created_at__lte=confirmed)
            assert sum(early.values_list("amount", flat=True)) >= order.total_incl_tax
        codes = [(event.move, event.actor) for event in events]
        if ("cancel", "time") in codes:
            told = {code for code, _actor in codes[: codes.index(("cancel", "time"))]}
            assert "paid" not in told, "time cancels nothing that was paid for"
        due = order.time_limit is not None and order.time_limit <= self.now
        by_time = {"placed": "cancelled", "delivered": "completed"}.get(order.status, order.status)
        assert status_at(order, self.now) == (by_time if due else order.status)

    def everybody_is_told(self, order, *, is_first):
        for event in order.events.all():
            told = {notice.audience for notice in event.notices.all()}
            if event.move == "place":
                assert told == {"producer"} | ({"shopper"} if is_first else set())
            elif event.move == "bank_confirmed":
                assert told == set()
            else:
                assert told == {"shopper", "producer"} - {event.actor}

    def every_dong_is_in_all_books(self, order, balance):
        signed = [e.amount if e.direction == "in" else -e.amount for e in order.money_entries.all()]
        assert sorted(signed) == sorted(self.money.get(order.pk, [])), "what was noted is what was told"
        came = sum(amount for amount in signed if amount > 0)
        went = -sum(amount for amount in signed if amount < 0)
        (source,) = order.sources.all()
        assert (int(source.amount_debited), int(source.amount_refunded)) == (came, went)
        assert (balance.paid, balance.refunded) == (came, went)
        assert balance.kept >= 0
        due = 0 if order.status in ("cancelled", "returned") else int(order.total_incl_tax)
        assert balance.outstanding - balance.excess == due - balance.kept


def test_nothing_is_ever_lost():
    run_state_machine_as_test(
        Shop,
        settings=hypothesis.settings(
            # Long walks on the database a department uses, a few on the embedded one.
            max_examples=20 if connection.vendor == "postgresql" else 8,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )
