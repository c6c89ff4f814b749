"""Twenty buyers with one code for one purchase: one discount, no more, on a database that really locks."""

from __future__ import annotations

from functools import partial

import pytest

from storefront.basket.models import Basket
from storefront.errors import DomainError
from storefront.offers.vouchers import uses_of
from storefront.order.models import Order
from storefront.partner.strategy import Selector
from storefront.purchases.placing import place_order_group
from storefront.purchases.shares import shares_of, total_of
from tests.factories.offers import make_voucher
from tests.factories.purchases import make_basket, make_good, make_shopper
from tests.factories.races import at_once

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
BUYERS = 20


def test_a_code_for_one_purchase_serves_one_of_twenty():
    voucher, shopper = make_voucher(uses_per_code=1), make_shopper()
    goods = [make_good(price=100_000, stock=BUYERS) for _number in range(3)]
    baskets = []
    for number in range(BUYERS):
        basket = make_basket(*((good, 1) for good in (goods if number % 2 else goods[::-1])))
        basket.vouchers.add(voucher)
        baskets.append((basket.pk, total_of(shares_of(basket, province=shopper.province))))

    def buy(pk, seen):
        basket = Basket.objects.get(pk=pk)
        basket.strategy = Selector().strategy()
        place_order_group(basket, shopper=shopper, submission=f"submission-of-race-{pk:08d}", seen_total=seen)
        return "placed"

    outcomes = at_once(*(partial(buy, *wanted) for wanted in baskets), refusals=DomainError)
    told = sorted(getattr(outcome, "code", outcome) for outcome in outcomes)
    assert told == ["placed"] + ["voucher-used-up"] * (BUYERS - 1)
    assert uses_of([voucher]) == {voucher.pk: 1}
    assert [int(order.total_discount_incl_tax) for order in Order.objects.order_by("pk")] == [10_000] * 3
