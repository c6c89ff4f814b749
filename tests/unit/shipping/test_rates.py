"""Delivery in whole đồng by province and by what the order is worth."""

from __future__ import annotations

import pytest

from storefront.shipping.rates import Rate, rate_for

RATE = Rate(same_province=20_000, other_provinces=30_000, free_from=500_000, days_min=2, days_max=4)


@pytest.mark.parametrize(
    ("goods", "same_province", "charge"),
    [(100_000, True, 20_000), (100_000, False, 30_000), (499_999, False, 30_000), (500_000, False, 0)],
)
def test_charge(goods, same_province, charge):
    assert RATE.charge(goods=goods, same_province=same_province) == charge


def test_rate_for_falls_back_to_the_shop(settings):
    settings.OCOP_DEFAULT_DELIVERY = {
        "same_province": 1,
        "other_provinces": 2,
        "free_from": None,
        "days_min": 1,
        "days_max": 1,
    }
    assert rate_for(object()).charge(goods=10**9, same_province=False) == 2


def test_is_uniform():
    assert not RATE.is_uniform
    assert Rate(1, 1, None, 1, 1).is_uniform
