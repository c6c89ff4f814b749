"""The producer presses confirm while the bank tells: the order is paid once."""

from __future__ import annotations

import pytest

from storefront.order.models import Order
from storefront.payment.sources import balance_of
from storefront.portal.money import confirm_money
from storefront.purchases.models import MoneyEntry
from storefront.purchases.money import MoneyRefusedError
from storefront.transfers.receiving import receive_transfer
from tests.factories.races import at_once
from tests.factories.transfers import make_transfer_order, tell_of

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_hand_webhook_and_statement_at_once_pay_once():
    order = make_transfer_order()
    told = tell_of(order)

    def hand():
        found = Order.objects.get(pk=order.pk)
        return confirm_money(found, amount=125_000, mark="mark-of-a-hand-000", seen=0, by=None)

    def bank(channel):
        return lambda: receive_transfer(told, producer=order.producer, channel=channel).transfer.outcome

    pressed, *outcomes = at_once(hand, bank("sepay"), bank("statement"), refusals=MoneyRefusedError)

    assert outcomes == ["exact", "exact"]
    entry = MoneyEntry.objects.get()
    if isinstance(pressed, MoneyRefusedError):
        assert (pressed.code, entry.channel, entry.bank_reference) == ("told-by-bank", "bank", "")
    else:
        assert (entry.channel, entry.bank_reference) == ("producer", f"{told.account}:{told.reference}")
    assert (balance_of(order).paid, balance_of(order).excess) == (125_000, 0)
