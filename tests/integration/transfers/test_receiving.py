"""A bank tells of money: it pays the order it names, once, and whatever does not fit waits for a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storefront.order.models import Order
from storefront.payment.sources import balance_of
from storefront.purchases.models import MoneyEntry
from storefront.purchases.moving import move_overdue
from storefront.transfers.models import BankTransfer
from storefront.transfers.receiving import (
    TransferRefusedError,
    assign_transfer,
    ignore_transfer,
    orders_like,
    receive_transfer,
)
from tests.factories.purchases import make_paying_producer
from tests.factories.transfers import make_transfer_order, tell_of

pytestmark = pytest.mark.django_db


def receive(order, told=None, **facts):
    return receive_transfer(told or tell_of(order, **facts), producer=order.producer, channel="statement")


@pytest.mark.parametrize(
    ("amounts", "outcomes", "outstanding", "excess"),
    [
        ([125_000], ["exact"], 0, 0),
        ([100_000], ["partial"], 25_000, 0),
        ([100_000, 25_000], ["partial", "exact"], 0, 0),
        ([130_000], ["over"], 0, 5_000),
        ([125_000, 125_000], ["exact", "double"], 0, 125_000),
        ([100_000, 125_000], ["partial", "over"], 0, 100_000),
    ],
)
def test_what_came_and_what_it_did(amounts, outcomes, outstanding, excess):
    order = make_transfer_order()
    assert [receive(order, amount=amount).transfer.outcome for amount in amounts] == outcomes
    order.refresh_from_db()
    balance = balance_of(order)
    assert (balance.outstanding, balance.excess) == (outstanding, excess)
    assert (order.time_limit is None) == (outstanding == 0)


def test_money_after_the_limit_is_late_and_owed_back():
    order = make_transfer_order()
    late = order.time_limit + timedelta(minutes=5)
    move_overdue(at=late)
    assert receive(order, at=late).transfer.outcome == "late"
    order.refresh_from_db()
    assert (order.status, balance_of(order).excess) == (Order.Status.CANCELLED, 125_000)


def test_money_sent_in_time_but_told_of_late_still_pays_an_order_nobody_cancelled():
    order = make_transfer_order()
    assert receive(order, at=order.time_limit - timedelta(minutes=1)).transfer.outcome == "exact"


def test_the_same_reference_by_statement_and_webhook_pays_once():
    order = make_transfer_order()
    told = tell_of(order)
    first = receive_transfer(told, producer=order.producer, channel="sepay")
    again = receive_transfer(told, producer=order.producer, channel="statement")
    assert (first.created, again.created, again.transfer.pk) == (True, False, first.transfer.pk)
    assert (MoneyEntry.objects.count(), balance_of(order).paid) == (1, 125_000)
    with pytest.raises(TransferRefusedError) as refusal:
        receive(order, tell_of(order, amount=1, reference=told.reference))
    assert refusal.value.code == "reference-taken"


@pytest.mark.parametrize("memo", ["chuyen tien mua mam", "", "DH2222"])
def test_a_memo_without_a_code_waits_for_a_person(memo):
    order = make_transfer_order()
    transfer = receive(order, memo=memo).transfer
    assert (transfer.outcome, transfer.order) == ("unmatched", None)
    assert balance_of(order).paid == 0
    assert orders_like(transfer) == [order]

    assign_transfer(transfer, order, by=None)
    assert balance_of(order).paid == 125_000
    with pytest.raises(TransferRefusedError) as refusal:
        assign_transfer(transfer, order, by=None)
    assert refusal.value.code == "already-matched"
    with pytest.raises(TransferRefusedError):
        ignore_transfer(transfer, by=None)


def test_a_memo_with_the_codes_of_two_orders_is_not_guessed():
    producer = make_paying_producer()
    one, other = make_transfer_order(producer), make_transfer_order(producer)
    transfer = receive(one, memo=f"{one.number} {other.number}").transfer
    assert (transfer.outcome, MoneyEntry.objects.count()) == ("unmatched", 0)


def test_a_code_of_another_producers_order_pays_nothing():
    order, foreign = make_transfer_order(), make_transfer_order()
    transfer = receive(order, memo=foreign.number).transfer
    assert (transfer.outcome, balance_of(foreign).paid) == ("unmatched", 0)
    with pytest.raises(TransferRefusedError) as refusal:
        assign_transfer(transfer, foreign, by=None)
    assert refusal.value.code == "other-producer"
    assert ignore_transfer(transfer, by=None).outcome == "ignored"


@pytest.mark.parametrize("amount", [0, -5, 1.5, True])
def test_an_amount_that_is_none_is_refused(amount):
    order = make_transfer_order()
    with pytest.raises(TransferRefusedError) as refusal:
        receive(order, amount=amount)
    assert refusal.value.code == "amount-invalid"
    assert not BankTransfer.objects.exists()


def test_money_for_the_operators_orders_comes_into_the_operators_account(settings):
    settings.OCOP_SALES_MODE = "direct"
    order = make_transfer_order()
    astray = receive(order).transfer
    assert (astray.outcome, balance_of(order).paid) == ("unmatched", 0)
    assert orders_like(astray) == []
    with pytest.raises(TransferRefusedError) as refusal:
        assign_transfer(astray, order, by=None)
    assert refusal.value.code == "other-producer"

    paid = receive_transfer(tell_of(order, account="42"), producer=None, channel="sepay").transfer
    assert (paid.outcome, paid.order, balance_of(order).outstanding) == ("exact", order, 0)


def test_the_operators_account_pays_no_order_of_a_producer():
    order = make_transfer_order()
    transfer = receive_transfer(tell_of(order, account="42"), producer=None, channel="sepay").transfer
    assert (transfer.outcome, balance_of(order).paid) == ("unmatched", 0)
