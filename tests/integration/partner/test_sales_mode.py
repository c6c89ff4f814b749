"""What the mode of the site means for buying: the same goods, three answers."""

from __future__ import annotations

import pytest

from catalogue.models import Product
from storefront.order.errors import LinesRefusedError
from storefront.order.models import Order
from storefront.partner.strategy import Selector
from storefront.purchases.models import OrderGroup
from storefront.sales_mode import SalesMode, operator_sells, sales_mode, sells_here
from tests.factories.purchases import make_basket, make_good, place

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("mode", "sells", "operator"),
    [("catalogue", False, False), ("intermediary", True, False), ("direct", True, True)],
)
def test_each_mode_answers(settings, mode, sells, operator):
    settings.OCOP_SALES_MODE = mode
    assert (sales_mode(), sells_here(), operator_sells()) == (SalesMode(mode), sells, operator)


def test_a_mode_nobody_knows_is_an_error_and_not_a_shop(settings):
    settings.OCOP_SALES_MODE = "auction"
    with pytest.raises(ValueError, match="auction"):
        sells_here()


def test_a_catalogue_sells_nothing_and_says_why(settings):
    settings.OCOP_SALES_MODE = "catalogue"
    good = make_good(stock=3)
    availability = Selector().strategy().fetch_for_product(Product.objects.get(pk=good.pk)).availability
    assert (availability.code, availability.is_available_to_buy) == ("catalogue", False)


def test_a_basket_filled_before_the_mode_changed_is_not_ordered(settings):
    basket = make_basket((make_good(stock=3), 2))
    settings.OCOP_SALES_MODE = "catalogue"
    with pytest.raises(LinesRefusedError) as refused:
        place(basket, seen_total=10**6)
    assert [refusal.code for refusal in refused.value.refusals] == ["catalogue"]
    assert not OrderGroup.objects.exists()
    assert not Order.objects.exists()


def test_an_order_group_keeps_the_mode_it_was_placed_in(settings):
    settings.OCOP_SALES_MODE = "direct"
    group = place(make_basket((make_good(), 1))).group
    settings.OCOP_SALES_MODE = "intermediary"
    assert OrderGroup.objects.get(pk=group.pk).is_sold_by_operator
    assert not place(make_basket((make_good(), 1))).group.is_sold_by_operator
