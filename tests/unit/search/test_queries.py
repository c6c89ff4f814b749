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


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("asked", "queries"),
    [
        # A filter too many, words that never stand together, words nobody knows: near, far, and beyond.
        ("q=mắm&tinh=38&loai=household&gia-den=5", 4),
        ("q=mắm muối tôm&tinh=38&gia-den=5", 5),
        ("q=chượppp mắm xyzxyz&sao=5&sao=3&gia-den=5&con-han=0", 6),
        ("q=chượppp&sao=5&sao=3&tinh=38&gia-den=5", 6),
        ("q=qwertyuiop&nganh=do-uong", 5),
        ("q=cơm chượppp qwertyuiop&sao=5&loai=household&nganh=do-uong&gan=19.8,105.77&xep=gan", 7),
        ("tinh=38&sao=5&gia-den=5", 2),
    ],
)
def test_a_page_that_finds_nothing_takes_few(client, number, asked, queries, django_assert_num_queries):
    for item in range(number):
        certify(make_product(f"Mắm chượp {item}", producer=make_producer()), on=date(2025, 9, 10))
    for title in ("Muối tôm", "Cơm cháy"):
        make_product(title, producer=make_producer())
    outbox.drain()
    client.get("/san-pham/?q=x")
    with django_assert_num_queries(queries):
        page = client.get(f"/san-pham/?{asked}")
    assert "empty" in page.content.decode()
