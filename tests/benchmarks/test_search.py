"""Listing and search over generated catalogues: as a share of the lightest answer, with queries, per backend.

Asked within this process, so that SQLite can be measured as well; through a server `test_table.py` asks. The rows go
into `build/bench.json` with its.

Sizes by BENCH_PRODUCTS (`2000,20000` unless named). Nothing is asserted about seconds; the number of queries is.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from statistics import median, quantiles
from time import perf_counter

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.search import backends
from catalogue.search.server import writing as server
from storefront.places.loading import load_places
from tests.benchmarks.many_products import lay_down
from tests.benchmarks.pressing import Pressed
from tests.benchmarks.results import keep, row
from tests.search_quality.measuring import as_table, load_catalogue, measure

SIZES = [int(size) for size in os.environ.get("BENCH_PRODUCTS", "2000,20000").split(",")]
ADDRESSES = {
    "listing": "/san-pham/",
    "listing, filtered": "/san-pham/?sao=5&sao=4&gia-den=200000&loai=company",
    "search": "/san-pham/?q=nuoc+mam",
    "search, narrow": "/san-pham/?q=chả+mực+hun+khói+khánh",
    "search, mistyped": "/san-pham/?q=nuoic+mam",
    "suggestions": "/tim-kiem/goi-y?q=nu",
}
ROUNDS = 11


def pressed(work: Callable[[], object], rounds: int = ROUNDS) -> Pressed:
    """What some rounds took, one after the other, after one to warm up."""
    work()
    times = []
    for _round in range(rounds):
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1000)
    middle = median(times)
    return Pressed(1000 / middle, middle, quantiles(times, n=100, method="inclusive")[98])


@pytest.mark.django_db
@pytest.mark.parametrize("products", SIZES)
@pytest.mark.parametrize(
    "backend", ["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]
)
def test_listing_and_search(backend, products, client: Client, today, request, settings):
    load_places()
    lay_down(products)
    if backend == "elasticsearch":
        request.getfixturevalue("search_server")
        server.rebuild()
    hello = pressed(lambda: client.get("/healthz"))
    print(f"\n{connection.vendor}, {backend}, {products:,} products (hello {hello.p50:.2f} ms)")  # noqa: T201
    where = backend if backend == "elasticsearch" else connection.vendor
    for name, address in ADDRESSES.items():
        ask = lambda address=address: client.get(address, headers={"accept": "*/*"})  # noqa: E731
        assert ask().status_code == 200
        with CaptureQueriesContext(connection) as asked:
            ask()
        queries = len(asked)
        found = pressed(ask)
        cache.clear()
        keep([row(f"{name} ({where}, one process, no server)", products, found, hello.rps, queries)])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "backend", ["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]
)
def test_quality(backend, today, request):
    if backend == "elasticsearch":
        request.getfixturevalue("search_server")
    load_catalogue()
    table, _worst = measure(backends.find, today)
    print(f"\n{as_table(backend, table)}")  # noqa: T201
