"""The producer presses confirm while two services tell of the transfer, each twice: the order is paid once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from storefront.payment.sources import balance_of
from storefront.purchases.models import MoneyEntry
from storefront.transfers.models import BankTransfer
from tests.factories.portal import make_owner
from tests.factories.races import at_once
from tests.factories.transfers import make_transfer_order
from tests.integration.gateways.test_bank_news import call, hook_for, payos_told, sepay_told
from tests.integration.portal.test_money import form_of

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_hand_and_webhooks_at_once_pay_once():
    producer, browser = make_owner()
    order = make_transfer_order(producer)
    typed, address = form_of(browser, order), reverse("portal:payment", args=[order.number])
    sepay, key = hook_for(producer)
    payos, _key = hook_for(producer, "payos")
    news = [(sepay, sepay_told(order), key), (payos, payos_told(order), "")] * 2

    def by_bank(hook, told, secret):
        return lambda: call(Client(), hook, told, secret=secret).json()["outcome"]

    pressed, *outcomes = at_once(
        lambda: browser.post(address, typed).status_code, *[by_bank(*each) for each in news]
    )

    assert sorted(outcomes) == ["exact", "known", "known", "known"]
    entry, transfer = MoneyEntry.objects.get(), BankTransfer.objects.get()
    named = f"{transfer.account}:{transfer.reference}"
    assert (pressed, entry.channel, entry.reference if pressed == 409 else entry.bank_reference) in [
        (409, "bank", named),
        (302, "producer", named),
    ]
    assert (balance_of(order).paid, balance_of(order).excess) == (125_000, 0)
