"""Many open the checkout at the same moment: no more is held than there is, and what is held can be bought."""

from __future__ import annotations

from functools import partial

import pytest
from django.db.models import Sum

from storefront.holds.holding import hold_lines
from storefront.holds.models import StockHold
from storefront.order.errors import LinesRefusedError
from tests.factories.purchases import make_basket, make_good, make_shopper, place
from tests.factories.races import at_once

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_twenty_open_the_checkout_for_five_pieces():
    good, other = make_good(stock=5, price=100_000), make_good(stock=100, price=50_000)
    shopper = make_shopper()
    baskets = [
        make_basket(*([(good, 1), (other, 1)] if place_ % 2 else [(other, 1), (good, 1)]))
        for place_ in range(20)
    ]

    def hold_and_buy(basket):
        hold_lines(basket, basket.lines.all())
        return place(basket, shopper=shopper, seen_total=200_000).created

    outcomes = at_once(*(partial(hold_and_buy, basket) for basket in baskets), refusals=LinesRefusedError)

    record = good.stockrecords.get()
    assert (outcomes.count(True), record.num_allocated) == (5, 5)
    left = StockHold.objects.filter(stockrecord=record).aggregate(pieces=Sum("quantity"))["pieces"]
    assert left is None, "who bought lets go, who did not get a piece holds none"


def test_no_hold_outlives_an_order_sent_while_its_page_is_made():
    good = make_good(stock=8, price=100_000)
    shopper = make_shopper()
    baskets = [make_basket((good, 1)) for _basket in range(8)]

    def look(basket):
        return lambda: hold_lines(basket, basket.lines.all()) and None

    def order(basket):
        return lambda: place(basket, shopper=shopper, seen_total=125_000).created

    def fresh(basket):
        """The basket as a request of its own reads it."""
        found = basket.__class__.objects.get(pk=basket.pk)
        found.strategy = basket.strategy
        return found

    jobs = [job for each in baskets for job in (look(fresh(each)), order(fresh(each)), look(fresh(each)))]
    outcomes = at_once(*jobs)

    assert (outcomes.count(True), good.stockrecords.get().num_allocated) == (8, 8)
    assert not StockHold.objects.exists()
