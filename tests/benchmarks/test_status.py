"""What the star costs where there are 20,000 products: as a multiple of the same question without it.

Ratios of one run, printed; nothing is asserted about seconds. The listing's bar is 1.3.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from statistics import median

import pytest
import time_machine
from django.db import connection
from django.test import Client

from catalogue.certification.managers import certified, with_states
from catalogue.certification.models import LedgerEntry
from catalogue.certification.status_reading import statuses
from catalogue.models import Product
from catalogue.search.backends.database import find
from catalogue.search.query import ProductQuery
from tests.benchmarks.long_ledger import PRODUCTS, TODAY, lay_down
from tests.benchmarks.test_pages import seconds

PAST = date(2024, 3, 1)


def times(work: Callable[[], object], measure: Callable[[], object], rounds: int = 7) -> float:
    """How many times longer `work` takes than `measure`, in turns: a busy machine slows both."""
    return median(seconds(work, 1) / seconds(measure, 1) for _round in range(rounds))


def tell(name: str, times: float, of: str) -> None:
    print(f"{connection.vendor:10} {name:34} {times:6.2f} × {of}")  # noqa: T201


@pytest.mark.django_db
def test_twenty_thousand_products_and_their_stars(client: Client) -> None:
    lay_down()
    assert Product.objects.count() == PRODUCTS
    with time_machine.travel(f"{TODAY}T03:00:00+00:00", tick=True):
        _listing(client)
        _statuses()
        _register(client)


def _listing(client: Client) -> None:
    """With the filter and without: the answer as the page asks for it, and the page itself."""
    for text in ("", "nuoc mam"):
        every, kept = (ProductQuery(on=TODAY, text=text, in_force_only=only) for only in (False, True))
        ratio = times(lambda kept=kept: find(kept), lambda every=every: find(every))
        tell(f"listing in force {text}", ratio, "the same listing without the filter")
    ratio = times(lambda: client.get("/san-pham/"), lambda: client.get("/san-pham/", {"con-han": "0"}))
    tell("page of the listing, in force", ratio, "the same page without the filter")


def _statuses() -> None:
    products = Product.objects.all()
    rows = LedgerEntry.objects.all()
    ratio = times(lambda: statuses(products, on=TODAY), lambda: list(rows.values_list()), 3)
    tell("status of 20,000, in full", ratio, "reading the ledger's rows")
    for name, asked in (
        ("stars of 20,000, by SQL", certified(products, on=TODAY).values_list("pk", "star_now")),
        (
            "states of 20,000, by SQL",
            with_states(products, on=TODAY).values_list("pk", "certification_state"),
        ),
    ):
        plain = products.values_list("pk", "title")
        ratio = times(lambda asked=asked: list(asked.all()), lambda plain=plain: list(plain.all()), 3)
        tell(name, ratio, "reading the products' names")


def _register(client: Client) -> None:
    past = times(
        lambda: client.get("/so-dang-ky/", {"ngay": f"{PAST}"}), lambda: client.get("/so-dang-ky/"), 3
    )
    tell("register as of a past day", past, "the register of today")
