"""Pages as a share of the lightest answer, and the star filter as a multiple of the same list without it.

Ratios measured in one run; nothing is asserted about seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter

import pytest
from django.test import Client
from django.utils import timezone

from catalogue.certification.managers import products_in_force
from catalogue.models import Product
from qr.codes import issue_code
from tests.factories.catalogue import make_producer, make_product
from tests.factories.certification import certify

PRODUCTS = 60
ROUNDS = 15


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of some rounds after one to warm up."""
    work()
    times = []
    for _round in range(rounds):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)


@pytest.mark.django_db
def test_pages_and_the_star_filter(client: Client) -> None:
    producer = make_producer()
    products = [make_product(producer=producer) for _number in range(PRODUCTS)]
    for number, product in enumerate(products):
        if number % 3:
            certify(product, star=3 + number % 2)
    code = issue_code(products[1])
    hello = seconds(lambda: client.get("/healthz"))
    addresses = {
        "listing": "/san-pham/",
        "search": "/san-pham/?q=nuoc+mam",
        "product": products[1].get_absolute_url(),
        "scan": code.get_absolute_url(),
    }
    for name, address in addresses.items():
        assert client.get(address).status_code == 200
        print(f"{name:10} {hello / seconds(lambda address=address: client.get(address)):.3f} of /healthz")  # noqa: T201
    day = timezone.localdate()
    plain = seconds(lambda: list(Product.objects.listed()[:24]))
    starred = seconds(lambda: list(products_in_force(Product.objects.listed(), on=day)[:24]))
    print(f"{'in force':10} {starred / plain:.2f} × the same list without the filter")  # noqa: T201
