"""Whole đồng: nothing rounds up, nothing gets lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.dong import round_discount, share_out, whole_dong


def test_whole_dong():
    assert whole_dong(Decimal("165000.00")) == 165000
    with pytest.raises(ValueError, match=r"165000\.50"):
        whole_dong(Decimal("165000.50"))


def test_round_discount_down():
    assert round_discount(Decimal("33333.99"), "VND") == Decimal(33333)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**7), min_size=1, max_size=20))
def test_share_out_sums_and_is_fair(total, weights):
    parts = share_out(total, weights)
    whole = sum(weights)
    assert sum(parts) == total
    assert all(part >= 0 for part in parts)
    if whole:
        assert all(
            abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True)
        )


def test_share_out_gives_the_remainder_to_the_largest_fraction():
    assert share_out(100, [1, 1, 1]) == [34, 33, 33]
    assert share_out(10, [0, 0, 0]) == [4, 3, 3]
    assert share_out(0, []) == []
    with pytest.raises(ValueError, match="nobody"):
        share_out(1, [])
    with pytest.raises(ValueError, match="negative"):
        share_out(-1, [1])
