"""Prices are compared by what one thinks in: a kilogram, a litre, a hundred grams of little, a piece."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalogue.pricing import unit_price


@pytest.mark.parametrize(
    ("price", "quantity", "unit", "expected"),
    [
        (165_000, "500", "ml", (330_000, "lít")),
        (165_000, "0.5", "l", (330_000, "lít")),
        (58_000, "2", "kg", (29_000, "kg")),
        (45_000, "250", "g", (180_000, "kg")),
        (90_000, "50", "g", (180_000, "100 g")),
        (100_000, "3", "gói", (33_333, "gói")),
        (5, "10", "gói", (1, "gói")),
    ],
)
def test_unit_price(price, quantity, unit, expected):
    assert unit_price(Decimal(price), quantity=Decimal(quantity), unit=unit) == expected


@pytest.mark.parametrize(
    ("quantity", "unit"), [(None, "g"), ("0", "g"), ("1", "kg"), ("1", "chiếc"), ("500", ""), ("100", "g")]
)
def test_no_unit_price_where_it_says_nothing(quantity, unit):
    assert unit_price(1000, quantity=Decimal(quantity) if quantity else None, unit=unit) is None
