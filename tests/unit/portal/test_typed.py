"""Amounts as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.errors import DomainError
from storefront.portal.typed import read_dong
from storefront.vietnamese import format_dong

AMOUNTS = st.integers(min_value=0, max_value=10**15 - 1)


@given(
    AMOUNTS, st.sampled_from([".", " ", ",", "", "\u00a0"]), st.sampled_from(["", " đ", "₫", " VND", "đồng"])
)
def test_whatever_mark_groups_it_the_amount_is_the_same(amount, mark, sign):
    assert read_dong(f"{amount:,}".replace(",", mark) + sign) == amount


@given(AMOUNTS)
def test_what_the_house_prints_is_read_back(amount):
    assert read_dong(format_dong(amount)) == amount


@given(st.text(alphabet="0123456789.,- đ", max_size=20))
def test_what_is_read_is_what_the_digits_say(text):
    try:
        amount = read_dong(text)
    except DomainError:
        return
    assert str(amount) == ("".join(mark for mark in text if mark.isdigit()).lstrip("0") or "0")


BAD = ["", "-1", "1.5", "1,50", "12.0000", "1.000,5", "1.000 000", "1e5", "٣", "1.00", "1" * 16]


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_whole_amount(text):
    with pytest.raises(DomainError):
        read_dong(text)
