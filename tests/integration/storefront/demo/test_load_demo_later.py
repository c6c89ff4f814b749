"""The same demo loaded three years ahead: as alive, and lawful under the era of then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from catalogue.certification.models import LedgerEntry
from catalogue.certification.status_reading import product_status
from catalogue.models import Product
from fairs.models import Fair, LivestreamSession
from storefront.demo.builders import Demo
from tests.integration.storefront.demo.conftest import demo_loaded_on

DAY = date(2029, 11, 21)


@pytest.fixture(scope="module")
def demo_of_2029(django_db_setup: None, django_db_blocker: Any) -> Iterator[Demo]:
    with demo_loaded_on("2029-11-21", django_db_blocker) as demo:
        yield demo


@pytest.fixture
def demo(demo_of_2029: Demo, db: None) -> Demo:
    return demo_of_2029


def test_illustrative_products_by_status(demo: Demo) -> None:
    products = Product.objects.filter(illustrative=True).prefetch_related("ledger_entries")
    found = [product_status(product, DAY) for product in products]

    assert Counter(status.state.value for status in found) == {"in_force": 109, "expired": 8, "revoked": 3}
    assert Counter(status.star for status in found if status.is_in_force) == {3: 76, 4: 27, 5: 6}


def test_what_is_in_force_was_decided_under_the_era_of_then(demo: Demo) -> None:
    recognised = LedgerEntry.objects.filter(product__illustrative=True, kind="recognised", valid_to__gt=DAY)

    assert set(recognised.values_list("rule_set", flat=True)) == {"qd-26-2026"}
    assert set(recognised.values_list("star", "tier")) == {(3, "province"), (4, "province"), (5, "ministry")}


def test_dates_of_real_products_are_not_shifted(demo: Demo) -> None:
    products = Product.objects.filter(illustrative=False).prefetch_related("ledger_entries")

    assert Counter(product_status(product, DAY).state.value for product in products) == {
        "unproven": 94,
        "expired": 26,
    }


def test_what_comes_up_comes_up(demo: Demo) -> None:
    assert Fair.objects.filter(opens_at__date__gt=DAY).count() == 2
    assert LivestreamSession.objects.filter(state="planned", starts_at__date__gt=DAY).count() == 3
