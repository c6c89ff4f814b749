"""The guard against overselling, seen from the database (PostgreSQL only)."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from catalogue.models import Product
from storefront.order.errors import LinesRefusedError
from storefront.order.models import Order
from storefront.order.utils import OrderCreator
from storefront.purchases.models import OrderGroup
from tests.factories.purchases import make_basket, make_good, make_shopper, place
from tests.factories.races import at_once


@pytest.mark.django_db
def test_stock_is_never_taken_without_the_guard():
    basket = make_basket((make_good(), 1))
    with pytest.raises(RuntimeError, match="under a lock"):
        OrderCreator().update_stock_records(basket.all_lines()[0])


@pytest.mark.django_db
def test_the_guard_needs_a_transaction(transactional_db):
    basket = make_basket((make_good(), 1))
    with transaction.atomic():
        OrderCreator().secure(basket.all_lines())
    for _time in range(2):
        with pytest.raises(transaction.TransactionManagementError):
            OrderCreator().secure(basket.all_lines())


@pytest.mark.postgres
@pytest.mark.django_db
def test_stock_rows_are_locked_in_pk_order_before_they_are_written():
    goods = [make_good() for _good in range(3)]
    basket = make_basket(*[(good, 1) for good in reversed(goods)])
    shopper = make_shopper()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        place(basket, shopper=shopper)
    stock = [query["sql"] for query in seen if "partner_stockrecord" in query["sql"]]
    lock = next(place for place, sql in enumerate(stock) if "FOR NO KEY UPDATE" in sql)
    update = next(place for place, sql in enumerate(stock) if sql.startswith("UPDATE"))
    assert 'ORDER BY "partner_stockrecord"."id" ASC FOR NO KEY UPDATE' in stock[lock]
    assert lock < update
    assert sum("FOR NO KEY UPDATE" in sql for sql in stock) == 1


def _race(number, work):
    """Run `work(i)` on `number` threads at once, each with a connection of its own; return the outcomes."""
    return at_once(*(partial(work, place) for place in range(number)), refusals=LinesRefusedError)


@pytest.mark.race
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_forty_checkouts_against_a_stock_of_ten():
    good, other = make_good(stock=10, price=100_000), make_good(stock=1000, price=50_000)
    shopper = make_shopper()
    # Half of them list the goods the other way round: in basket order they would wait for each other.
    baskets = [
        make_basket(*([(good, 1), (other, 1)] if place % 2 else [(other, 1), (good, 1)]))
        for place in range(40)
    ]

    outcomes = _race(40, lambda place_: place(baskets[place_], shopper=shopper, seen_total=200_000))

    refused = [outcome for outcome in outcomes if isinstance(outcome, LinesRefusedError)]
    assert len(outcomes) - len(refused) == 10
    assert len(refused) == 30
    assert {(item.code, item.left) for refusal in refused for item in refusal.refusals} == {
        ("out-of-stock", 0)
    }
    record = Product.objects.get(pk=good.pk).stockrecords.get()
    assert (record.num_in_stock, record.num_allocated, record.net_stock_level) == (10, 10, 0)
    assert Product.objects.get(pk=other.pk).stockrecords.get().num_allocated == 10
    assert OrderGroup.objects.count() == 10
    assert {basket.__class__.objects.get(pk=basket.pk).status for basket in baskets} == {"Open", "Submitted"}


@pytest.mark.race
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_ten_times_at_once_is_one_group():
    basket = make_basket((make_good(stock=10, price=100_000), 1))
    shopper = make_shopper()

    outcomes = _race(
        10,
        lambda _place: place(basket, shopper=shopper, seen_total=125_000, submission="one-form-many-hands-1"),
    )

    assert len({outcome.group.pk for outcome in outcomes}) == 1
    assert [outcome.created for outcome in outcomes].count(True) == 1
    assert (OrderGroup.objects.count(), Order.objects.count()) == (1, 1)
