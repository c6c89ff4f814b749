"""Twelve visitors put the same gift basket into theirs and buy it: what is sold out is sold once."""

from __future__ import annotations

import pytest
from django.test import Client

from storefront.order.models import Order
from storefront.purchases.models import OrderGroup
from tests.factories.purchases import checkout_fields, hidden, make_good
from tests.factories.races import at_once
from tests.integration.gifts.test_gifts import make_gift

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CHECKOUT = "/thanh-toan/"


def test_twelve_buy_a_gift_basket_of_which_there_are_five():
    rare, common = make_good(price=100_000, stock=11), make_good(price=45_000, stock=50)
    gift = make_gift((common, 1), (rare, 2)).get_absolute_url()
    typed = checkout_fields()

    def buy():
        client = Client()
        client.post(gift)
        shown = hidden(client.post(CHECKOUT, {**typed, "action": "refresh"}))
        return client.post(CHECKOUT, {**typed, **shown, "action": "place"}).status_code

    answers = at_once(*[buy] * 12)

    assert sorted(answers) == [302] * 5 + [409] * 7
    assert (OrderGroup.objects.count(), Order.objects.count()) == (5, 10)
    assert [good.stockrecords.get().num_allocated for good in (rare, common)] == [10, 5]
