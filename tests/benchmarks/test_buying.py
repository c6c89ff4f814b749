"""Buying from end to end: a server of two processes with the production settings, buyers who send plain forms.

Prints orders per second and the processor time each took; and what it costs when everybody wants the same few pieces.
"""

from __future__ import annotations

import resource
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pytest

from storefront.order.models import Order
from storefront.places.loading import load_places
from tests.factories.purchases import checkout_fields, make_good
from tests.factories.server import Buyer, serving

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
BUYERS, EACH = 16, 20


def at_once(number: int, work: Callable[[int], Any]) -> list[Any]:
    start = threading.Barrier(number)

    def run(place: int) -> Any:
        start.wait(timeout=60)
        return work(place)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def buy(port: int, product: int, typed: dict[str, str]) -> None:
    """The whole way of one guest, to the confirmation."""
    buyer = Buyer(port)
    buyer.fill_basket(product)
    buyer.open_checkout(typed)
    status, address = buyer.send(typed)
    assert (status, address[:10]) == (302, "/don-hang/")
    assert buyer.ask("GET", address)[0] == 200


def test_orders_per_second(tmp_path: Path) -> None:
    load_places()
    goods = [make_good(stock=10_000).pk for _good in range(20)]
    typed = checkout_fields()
    with serving(tmp_path) as port:
        at_once(8, lambda place: buy(port, goods[place], typed))  # both processes warm

        def buy_some(place: int) -> None:
            for turn in range(EACH):
                buy(port, goods[(place + turn) % len(goods)], typed)

        own, start = time.process_time(), time.perf_counter()
        at_once(BUYERS, buy_some)
        took, client = time.perf_counter() - start, time.process_time() - own
    served = resource.getrusage(resource.RUSAGE_CHILDREN)
    orders = BUYERS * EACH
    assert Order.objects.count() == orders + 8
    print(f"\n{BUYERS} buyers: {orders / took:.1f} orders per second")  # noqa: T201
    print(f"  processor: buyers {1000 * client / orders:.0f} ms an order, ", end="")  # noqa: T201
    print(f"server and its start {1000 * (served.ru_utime + served.ru_stime) / orders:.0f} ms")  # noqa: T201


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
        start = time.perf_counter()
        status, _address = buyers[place].send(typed)
        return status, time.perf_counter() - start

    outcomes = at_once(200, send)
    return [status for status, _took in outcomes], [took for _status, took in outcomes]


def test_two_hundred_want_fifty_pieces(tmp_path: Path) -> None:
    load_places()
    typed = checkout_fields()
    plenty = [make_good(stock=10).pk for _good in range(200)]
    scarce = [make_good(stock=stock) for stock in (12, 12, 13, 13)]
    with serving(tmp_path) as port:
        calm, calm_times = rush(port, plenty, typed)
        wild, wild_times = rush(port, [good.pk for good in scarce], typed)
    assert (calm.count(302), wild.count(302), wild.count(409)) == (200, 50, 150)
    sold = [record.num_allocated for good in scarce for record in good.stockrecords.all()]
    assert sold == [12, 12, 13, 13]
    slowest = quantiles(wild_times, n=100)[98]
    print(f"\n200 at once for 50 pieces: p99 {slowest / median(calm_times):.2f} × the median ", end="")  # noqa: T201
    print("when everybody wants something else")  # noqa: T201
