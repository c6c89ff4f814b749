"""Check digits of GS1 numbers."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from storefront.gtin import check_digit, has_valid_check_digit, validate_gtin


@given(st.text("0123456789", min_size=1, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(body: str, place: int, shift: int) -> None:
    number = body + check_digit(body)
    assert has_valid_check_digit(number)
    place %= len(number)
    wrong = str((int(number[place]) + shift) % 10)
    assert not has_valid_check_digit(number[:place] + wrong + number[place + 1 :])


def test_a_known_number() -> None:
    assert has_valid_check_digit("8931234567897")
    validate_gtin("08931234567897")


@pytest.mark.parametrize("text", ["8931234567897", "08931234567890", "0893123456789x", ""])
def test_a_product_refuses_anything_but_fourteen_right_digits(text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_gtin(text)
    assert refusal.value.code == "gtin"
