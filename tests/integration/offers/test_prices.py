"""Every price leaves a line; the price before is told only when it is true."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from storefront.offers.models import PriceChange
from storefront.offers.prices import (
    PriceRefusedError,
    change_price,
    price_before,
    prices_at,
    prices_before,
)
from tests.factories.catalogue import make_product
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def record_of(**facts):
    return make_product(**facts).stockrecords.get()


def history(record):
    return list(PriceChange.objects.filter(stockrecord=record).order_by("at", "pk").values_list("was", "now"))


def days_ago(number):
    return timezone.now() - timedelta(days=number)


def since(record, number):
    """Let the row's first price stand since so many days."""
    PriceChange.objects.filter(stockrecord=record).update(at=days_ago(number))


def test_a_change_is_written_with_its_hand():
    record, user = record_of(price=100_000), make_user()
    at = timezone.now()
    assert change_price(record, 90_000, by=user, at=at) is True
    assert record.price == 90_000
    assert history(record) == [(None, 100_000), (100_000, 90_000)]
    newest = PriceChange.objects.filter(stockrecord=record).first()
    assert (newest.by, newest.at, newest.product_id) == (user, at, record.product_id)


def test_the_same_price_is_no_change():
    record = record_of(price=100_000)
    assert change_price(record, 100_000) is False
    assert history(record) == [(None, 100_000)]


@pytest.mark.parametrize("price", [0, -1, 1_000_000_001, "90.5", 90.5, None, "abc"])
def test_a_price_that_is_none_is_refused_and_nothing_changes(price):
    record = record_of(price=100_000)
    with pytest.raises(PriceRefusedError) as refused:
        change_price(record, price)
    assert refused.value.code == "price-out-of-range"
    record.refresh_from_db()
    assert record.price == 100_000
    assert history(record) == [(None, 100_000)]


def test_a_price_saved_any_other_way_is_noted_too():
    record = record_of(price=100_000)
    record.price = 80_000
    record.save()
    record.num_in_stock = 3
    record.save()
    assert history(record) == [(None, 100_000), (100_000, 80_000)]


def test_counting_stock_asks_for_no_price():
    record = record_of(price=100_000)
    with CaptureQueriesContext(connection) as asked:
        record.allocate(1)
    assert [query["sql"] for query in asked if '"price"' in query["sql"]] == []
    assert history(record) == [(None, 100_000)]


def test_a_rolled_back_change_leaves_nothing():
    record = record_of(price=100_000)
    with transaction.atomic():
        change_price(record, 50_000)
        transaction.set_rollback(True)
    assert history(record) == [(None, 100_000)]


def test_what_it_cost_just_before_a_moment(django_assert_num_queries):
    record, other = record_of(price=100_000), record_of(price=7_000)
    since(record, 50)
    change_price(record, 120_000, at=days_ago(20))
    change_price(record, 90_000, at=days_ago(10))
    with django_assert_num_queries(1):
        found = prices_before([record, other], [days_ago(60), days_ago(15), days_ago(5)])
    assert found == {record.pk: [100_000, 120_000, 90_000], other.pk: [7_000, 7_000, 7_000]}
    assert prices_at([record], PriceChange.objects.get(now=90_000).at) == {record.pk: 120_000}


def before(record):
    return price_before(record, record.price_changes.all())


def test_the_price_before_a_drop():
    record = record_of(price=100_000)
    since(record, 90)
    change_price(record, 80_000)
    assert before(record) == 100_000


def test_a_price_raised_to_be_lowered_is_not_told():
    record = record_of(price=100_000)
    since(record, 90)
    change_price(record, 200_000, at=days_ago(3))
    change_price(record, 100_000, at=days_ago(1))
    assert before(record) is None


def test_the_lowest_of_thirty_days_is_told():
    record = record_of(price=100_000)
    since(record, 90)
    change_price(record, 150_000, at=days_ago(10))
    change_price(record, 90_000, at=days_ago(1))
    assert before(record) == 100_000


def test_an_old_drop_a_rise_and_a_first_price_have_no_before():
    old, risen, new = record_of(price=100_000), record_of(price=100_000), record_of(price=100_000)
    for record in (old, risen):
        since(record, 90)
    change_price(old, 80_000, at=days_ago(31))
    change_price(risen, 110_000, at=days_ago(2))
    assert [before(record) for record in (old, risen, new)] == [None, None, None]
