"""Buying from end to end: a server of two processes with the production settings, buyers who send plain forms.

Prints orders per second, the processor time of one order in milliseconds and in answers of a bare "hello", and what it
costs when everybody wants the same few pieces.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import pytest

from storefront.order.models import Order
from storefront.places.loading import load_places
from tests.benchmarks.processor import Spent, measured
from tests.factories.purchases import checkout_fields, make_good
from tests.factories.server import Buyer, serving

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
BUYERS, EACH, HELLOS = 16, 20, 400


def at_once(number: int, work: Callable[[int], Any]) -> list[Any]:
    start = threading.Barrier(number)

    def run(place: int) -> Any:
        start.wait(timeout=60)
        return work(place)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def buy(port: int, products: list[int], typed: dict[str, str]) -> None:
    """The whole way of one guest, to the confirmation."""
    buyer = Buyer(port)
    for product in products:
        buyer.fill_basket(product)
    buyer.open_checkout(typed)
    status, address = buyer.send(typed)
    assert (status, address[:10]) == (302, "/don-hang/")
    assert buyer.ask("GET", address)[0] == 200


def hello(folder: Path) -> float:
    """Milliseconds of the server's processor time for one answer of a bare Django."""
    with serving(folder, app="tests.benchmarks.hello") as server:

        def ask(_place: int) -> None:
            buyer = Buyer(server.port)
            for _turn in range(HELLOS):
                assert buyer.ask("GET", "/")[0] == 200

        at_once(8, ask)
        with measured(server.pid) as spent:
            at_once(8, ask)
    return spent.web / (8 * HELLOS)


@pytest.mark.parametrize("producers", [1, 2])
def test_orders_per_second(tmp_path: Path, producers: int) -> None:
    """An order is one producer's: a purchase from two makes two, and is told both ways."""
    load_places()
    goods = [make_good(stock=10_000).pk for _good in range(20)]
    typed = checkout_fields()
    with serving(tmp_path) as server:

        def buy_some(place: int, times: int = EACH) -> None:
            for turn in range(times):
                first = place + turn
                wanted = [goods[(first + more) % len(goods)] for more in range(producers)]
                buy(server.port, wanted, typed)

        at_once(BUYERS, lambda place: buy_some(place, 2))  # both processes warm, every session open
        with measured(server.pid) as spent:
            at_once(BUYERS, buy_some)
    assert Order.objects.count() == BUYERS * (EACH + 2) * producers
    tell(spent, producers, hello(tmp_path))


def tell(spent: Spent, producers: int, unit: float) -> None:
    """Print what `BUYERS` × `EACH` purchases took."""
    purchases = BUYERS * EACH
    each, orders = spent.total / purchases, purchases * producers
    lines = [
        f"\n{BUYERS} buyers, {producers} producer(s) in each basket: {purchases / spent.seconds:.1f} purchases, "
        f"{orders / spent.seconds:.1f} orders per second",
        f"  processor, ms a purchase: web {spent.web / purchases:.1f} + PostgreSQL "
        + ("?" if spent.database is None else f"{spent.database / purchases:.1f}")
        + f" + buyer {spent.client / purchases:.1f} = {each:.1f}; an order {each / producers:.1f}",
        f"  hello {unit:.2f} ms: a purchase costs the server {spent.web / purchases / unit:.0f} hellos; "
        f"two cores alone could place {2000 / each:.1f} purchases, {2000 * producers / each:.1f} orders a second",
    ]
    print("\n".join(lines))  # noqa: T201


def rush(port: int, products: list[int], typed: dict[str, str]) -> tuple[list[int], list[float]]:
    """200 baskets filled beforehand, then everybody sends at the same moment; statuses and seconds."""
    buyers = [Buyer(port) for _buyer in range(200)]

    def prepare(place: int) -> None:
        for number in range(place, 200, 8):
            buyers[number].fill_basket(products[number % len(products)])
            buyers[number].hidden["submission"] = f"submission-of-rush-{products[0]}-{number:05d}"
            buyers[number].hidden["seen_total"] = "145000"

    at_once(8, prepare)

    def send(place: int) -> tuple[int, float]:
        start = perf_counter()
        status, _address = buyers[place].send(typed)
        return status, perf_counter() - start

    outcomes = at_once(200, send)
    return [status for status, _took in outcomes], [took for _status, took in outcomes]


def test_two_hundred_want_fifty_pieces(tmp_path: Path) -> None:
    load_places()
    typed = checkout_fields()
    plenty = [make_good(stock=10).pk for _good in range(200)]
    scarce = [make_good(stock=stock) for stock in (12, 12, 13, 13)]
    with serving(tmp_path) as server:
        calm, calm_times = rush(server.port, plenty, typed)
        wild, wild_times = rush(server.port, [good.pk for good in scarce], typed)
    assert (calm.count(302), wild.count(302), wild.count(409)) == (200, 50, 150)
    sold = [record.num_allocated for good in scarce for record in good.stockrecords.all()]
    assert sold == [12, 12, 13, 13]
    slowest = quantiles(wild_times, n=100)[98]
    print(f"\n200 at once for 50 pieces: p99 {slowest / median(calm_times):.2f} × the median ", end="")  # noqa: T201
    print("when everybody wants something else")  # noqa: T201
