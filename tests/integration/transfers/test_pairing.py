"""The same money told of by its producer's hand and by the bank is money once, whoever tells first."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from storefront.order.models import Order
from storefront.payment.sources import balance_of
from storefront.portal.money import confirm_money
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.models import MoneyEntry
from storefront.purchases.money import MoneyRefusedError
from storefront.purchases.moving import move_order
from storefront.transfers.receiving import assign_transfer, orders_like, receive_transfer
from tests.factories.portal import make_owner
from tests.factories.purchases import make_paying_producer
from tests.factories.transfers import make_transfer_order, tell_of

pytestmark = pytest.mark.django_db
WHOLE = 125_000


def by_hand(order, amount=WHOLE, *, mark="mark-of-a-hand-000", **facts):
    return confirm_money(order, amount=amount, mark=mark, seen=balance_of(order).paid, by=None, **facts)


def by_bank(order, amount=WHOLE, **facts):
    return receive_transfer(
        tell_of(order, amount, **facts), producer=order.producer, channel="sepay"
    ).transfer


def moves_of(order):
    return list(order.events.values_list("move", flat=True))


def test_the_bank_confirms_what_was_noted_by_hand():
    order = make_transfer_order()
    by_hand(order)
    move_order(order, lifecycle.CONFIRM, actor=Actor.PRODUCER)
    told = tell_of(order)
    outcomes = [
        receive_transfer(told, producer=order.producer, channel=channel).transfer.outcome
        for channel in ("sepay", "statement")
    ]
    entry = MoneyEntry.objects.get()
    assert outcomes == ["exact", "exact"]
    assert entry.bank_reference == f"{told.account}:{told.reference}"
    assert (balance_of(order).paid, balance_of(order).excess) == (WHOLE, 0)
    assert int(order.sources.get().amount_debited) == WHOLE
    assert moves_of(order) == ["place", "paid", "confirm", "bank_confirmed"]
    # The shopper's other transfer is other money.
    assert by_bank(order).outcome == "double"
    assert balance_of(order).excess == WHOLE


@pytest.mark.parametrize(
    ("hand", "bank", "outcomes", "paid"),
    [
        ([100_000], [100_000], ["partial"], 100_000),
        ([100_000], [100_000, 25_000], ["partial", "exact"], WHOLE),
        ([130_000], [130_000], ["over"], 130_000),
        ([100_000], [25_000, 100_000], ["exact", "partial"], WHOLE),
        ([100_000], [WHOLE], ["over"], 225_000),
        ([60_000, 65_000], [65_000, 60_000], ["exact", "partial"], WHOLE),
    ],
)
def test_parts_and_too_much_are_told_as_they_were(hand, bank, outcomes, paid):
    order = make_transfer_order()
    for number, amount in enumerate(hand):
        by_hand(order, amount, mark=f"mark-of-a-hand-{number:03}")
    assert [by_bank(order, amount).outcome for amount in bank] == outcomes
    assert balance_of(order).paid == paid


def test_money_of_an_order_called_off_stays_to_be_refunded():
    order, late = make_transfer_order(), make_transfer_order()
    by_hand(order)
    for each in (order, late):
        move_order(each, lifecycle.CANCEL, actor=Actor.PRODUCER, reason="Hết hàng")
    by_hand(late)
    assert (by_bank(order).outcome, by_bank(late).outcome) == ("exact", "late")
    assert [balance_of(each).excess for each in (order, late)] == [WHOLE, WHOLE]


def test_a_transfer_made_days_after_is_other_money():
    order = make_transfer_order()
    by_hand(order)
    assert by_bank(order, at=timezone.now() + timedelta(days=4)).outcome == "double"
    assert (MoneyEntry.objects.count(), balance_of(order).excess) == (2, WHOLE)


def test_a_transfer_without_memo_is_paired_by_the_producer():
    producer = make_paying_producer()
    waiting, order = (make_transfer_order(producer) for _each in range(2))
    by_hand(order)
    move_order(order, lifecycle.CONFIRM, actor=Actor.PRODUCER)
    transfer = by_bank(order, memo="tien mam")
    assert orders_like(transfer) == [order, waiting]
    assert assign_transfer(transfer, order, by=None).outcome == "exact"
    assert (balance_of(order).paid, balance_of(waiting).paid) == (WHOLE, 0)


def test_after_the_bank_the_producer_is_told_and_may_say_it_is_other_money():
    producer, client = make_owner()
    order = make_transfer_order(producer)
    by_bank(order)
    address = reverse("portal:payment", args=[order.number])

    def fields(page):
        part = page.content.decode()
        return {name: re.search(rf'name="{name}" value="([^"]*)"', part)[1] for name in ("mark", "seen")}

    typed = {**fields(client.get(reverse("portal:order", args=[order.number]))), "amount": "125.000"}
    answer = client.post(address, typed)
    assert answer.status_code == 409
    assert "Ngân hàng đã báo khoản 125.000" in answer.content.decode()
    assert MoneyEntry.objects.count() == 1
    again = client.post(address, {**typed, **fields(answer), "another": "on"})
    assert (again.status_code, balance_of(order).excess) == (302, WHOLE)


class TestAnyOrder(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.placed = make_transfer_order().pk

    @settings(max_examples=25)
    @given(
        transfers=st.lists(st.sampled_from([25_000, 60_000, 65_000, WHOLE]), min_size=1, max_size=5),
        happenings=st.lists(st.tuples(st.booleans(), st.integers(0, 4)), max_size=14),
    )
    def test_whoever_tells_first_and_however_often_the_books_hold_each_transfer_once(
        self, transfers, happenings
    ):
        """A producer looks at its account and notes what it sees and nobody noted; the bank tells, and tells again."""
        order = Order.objects.get(pk=self.placed)
        told = [tell_of(order, amount) for amount in transfers]
        hand: dict[int, bool] = {}
        bank: set[int] = set()
        refused = []
        for is_hand, number in happenings:
            number %= len(transfers)
            if not is_hand:
                receive_transfer(told[number], producer=order.producer, channel="statement")
                bank.add(number)
            elif number not in hand:
                try:
                    by_hand(order, transfers[number], mark=f"mark-of-a-hand-{number:03}")
                except MoneyRefusedError as refusal:
                    refused.append((refusal.code, transfers[number] in {transfers[known] for known in bank}))
                else:
                    hand[number] = True
        assert set(refused) <= {("told-by-bank", True)}
        paid = balance_of(order).paid
        # Of each amount: as many as the one who told of more of them told of.
        for amount in set(transfers):
            entries = MoneyEntry.objects.filter(order=order, amount=amount)
            by_whom = [sum(transfers[number] == amount for number in side) for side in (hand, bank)]
            assert entries.exclude(bank_reference="").count() <= min(by_whom)
            assert max(by_whom) <= entries.count() <= sum(transfers[n] == amount for n in {*hand, *bank})
        assert paid == sum(MoneyEntry.objects.filter(order=order).values_list("amount", flat=True))
        for number, each in enumerate(told):
            receive_transfer(each, producer=order.producer, channel="statement")
            bank.add(number)
        # Once the bank has told of everything, the books say what the bank says.
        assert balance_of(order).paid == sum(transfers)
