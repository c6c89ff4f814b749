"""Two people change one thing at the same moment: nobody's change is written over unseen."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from catalogue.models import Product
from storefront.errors import DomainError
from storefront.order.models import Order
from storefront.portal.money import confirm_money
from storefront.portal.shelf import change_price, change_stock, sell_out
from storefront.purchases.models import MoneyEntry
from tests.factories.portal import make_order
from tests.factories.purchases import make_basket, make_good, make_paying_producer, place

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*jobs):
    """Run the jobs on threads of their own, started together; refusals are returned by their code."""
    start = threading.Barrier(len(jobs))

    def run(job):
        try:
            start.wait(timeout=30)
            return job()
        except DomainError as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def fresh(good):
    return Product.objects.select_related("producer__partner").get(pk=good.pk)


def test_eight_counts_of_one_shelf_and_one_is_written():
    good = make_good(producer=make_paying_producer(), stock=10)
    jobs = [
        lambda left=left: change_stock(fresh(good), left=left, seen=10, by=None) for left in range(20, 28)
    ]
    outcomes = at_once(*jobs)
    assert sorted(map(str, outcomes)) == ["True", *["stock-changed"] * 7]
    assert good.stockrecords.get().num_in_stock in range(20, 28)


def test_eight_prices_and_one_is_written():
    good = make_good(producer=make_paying_producer(), price=100_000)
    jobs = [
        lambda amount=amount: change_price(fresh(good), amount=amount, seen=100_000, by=None)
        for amount in range(110_000, 118_000, 1_000)
    ]
    assert sorted(map(str, at_once(*jobs))) == ["True", *["price-changed"] * 7]


def test_orders_and_selling_out_at_once_keep_the_sum_right():
    good = make_good(producer=make_paying_producer(), stock=10)
    baskets = [make_basket((good, 1)) for _each in range(4)]
    outcomes = at_once(
        *[lambda basket=basket: place(basket).created for basket in baskets],
        lambda: sell_out(fresh(good), by=None),
    )
    record = good.stockrecords.get()
    placed = Order.objects.count()
    assert outcomes.count(True) == placed + 1
    assert (record.num_allocated or 0, record.net_stock_level) == (placed, 0)


def test_ten_clicks_note_money_once():
    order = make_order(make_paying_producer(), method="vietqr")
    jobs = [
        lambda: (
            confirm_money(
                Order.objects.get(pk=order.pk), amount=125_000, mark="one-form-sent-often", seen=0, by=None
            ).created
        )
    ] * 10
    assert sorted(at_once(*jobs)) == [False] * 9 + [True]
    assert MoneyEntry.objects.count() == 1


def test_two_pages_confirm_the_same_money_and_one_is_told():
    order = make_order(make_paying_producer(), method="vietqr")
    jobs = [
        lambda mark=mark: (
            confirm_money(
                Order.objects.get(pk=order.pk),
                amount=125_000,
                mark=f"page-number-{mark:04d}",
                seen=0,
                by=None,
            ).created
        )
        for mark in range(2)
    ]
    assert sorted(map(str, at_once(*jobs))) == ["True", "money-changed"]
    assert MoneyEntry.objects.count() == 1
