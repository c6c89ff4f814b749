"""How many queries an answer takes, by a literal count."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.search import outbox
from catalogue.search.backends import find
from catalogue.search.query import ProductQuery
from tests.factories.catalogue import make_producer, make_product
from tests.factories.certification import certify

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("text", "queries"), [("", 3), ("mắm", 5)])
def test_the_number_of_queries_does_not_grow(number, text, queries, django_assert_num_queries):
    for item in range(number):
        certify(make_product(f"Mắm {item}", producer=make_producer()), on=date(2025, 9, 10))
    outbox.drain()
    find(ProductQuery(on=DAY))
    with django_assert_num_queries(queries):
        hits = find(ProductQuery(on=DAY, text=text, stars=(4,)))
        for card in hits.products:
            assert card.producer_name
            assert card.draw()
    assert hits.total == number


@pytest.mark.elasticsearch
@pytest.mark.parametrize("number", [1, 3])
def test_the_server_spares_the_database(number, search_server, django_assert_num_queries):
    for item in range(number):
        certify(make_product(f"Mắm {item}", producer=make_producer()), on=date(2025, 9, 10))
    outbox.drain()
    find(ProductQuery(on=DAY))
    with django_assert_num_queries(3):
        assert find(ProductQuery(on=DAY, text="mắm", stars=(4,))).total == number
