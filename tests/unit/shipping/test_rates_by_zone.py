"""The rate table by zone and weight: whole đồng, no gap, dearer never when lighter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.shipping.rates import RateTable, ZoneRate

AMOUNTS = st.integers(0, 10**8)
GRAMS = st.integers(0, 10**6)
RATES = st.builds(
    ZoneRate,
    charge=st.integers(0, 10**6),
    free_from=st.none() | st.integers(1, 10**8),
    days_min=st.just(2),
    days_max=st.just(5),
    included_grams=st.none() | st.integers(1, 50_000),
    step_grams=st.integers(1, 5_000),
    step_charge=st.integers(0, 100_000),
)
RATE = ZoneRate(30_000, 500_000, 2, 4, included_grams=2_000, step_grams=500, step_charge=5_000)


@pytest.mark.parametrize(
    ("grams", "cost"),
    [
        (0, 30_000),
        (2_000, 30_000),
        (2_001, 35_000),
        (2_500, 35_000),
        (2_501, 40_000),
        (10_000, 110_000),
    ],
)
def test_each_step_begun_is_paid(grams, cost):
    assert RATE.cost(goods=100_000, grams=grams) == cost


@pytest.mark.parametrize(("goods", "cost"), [(499_999, 30_000), (500_000, 0), (500_001, 0)])
def test_free_from_its_amount_on(goods, cost):
    assert RATE.cost(goods=goods, grams=1_000) == cost


@given(rate=RATES, goods=AMOUNTS, lighter=GRAMS, heavier=GRAMS)
def test_a_heavier_parcel_never_costs_less(rate, goods, lighter, heavier):
    lighter, heavier = sorted((lighter, heavier))
    costs = rate.cost(goods=goods, grams=lighter), rate.cost(goods=goods, grams=heavier)
    assert costs[0] <= costs[1]
    assert all(type(cost) is int and cost >= 0 for cost in costs)


@given(rate=RATES, goods=AMOUNTS, grams=GRAMS)
def test_free_exactly_from_the_amount(rate, goods, grams):
    if rate.free_from is not None and goods >= rate.free_from:
        assert rate.cost(goods=goods, grams=grams) == 0
    else:
        assert rate.cost(goods=goods, grams=grams) >= rate.charge


@given(
    named=st.lists(st.frozensets(st.integers(1, 34), max_size=10), max_size=4),
    home=st.none() | st.integers(1, 34),
    province=st.integers(1, 34),
)
def test_every_province_has_a_rate(named, home, province):
    own, rest = ZoneRate(1, None, 1, 1), ZoneRate(2, None, 1, 1)
    zones = tuple((provinces, ZoneRate(10 + n, None, 1, 1)) for n, provinces in enumerate(named))
    rate = RateTable(home, own, rest, zones).zone(province)
    first = next((zone for provinces, zone in zones if province in provinces), None)
    assert rate == (first or (own if province == home else rest))
