"""Folding, slugs, telephone numbers and money."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.errors import DomainError
from storefront.vietnamese import display_phone, fold, format_dong, normalise_phone, slugify


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nước  mắm", "nuoc mam"),
        ("ĐẶC SẢN Đà Lạt", "dac san da lat"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        (unicodedata.normalize("NFD", "Nước Mắm Cự Đà"), "nuoc mam cu da"),
        (" \t ", ""),
    ],
)
def test_fold_strips_marks_case_and_spaces(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_is_the_same_twice_and_for_both_normal_forms(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_slugs_are_plain_ascii(text: str) -> None:
    slug = slugify(text)
    assert slug == "" or all(part.isascii() and part.isalnum() for part in slug.split("-"))


def test_slug_of_a_vietnamese_name() -> None:
    assert slugify("Nước mắm Cự Đà (500 ml)") == "nuoc-mam-cu-da-500-ml"


@pytest.mark.parametrize(
    "text", ["0912345678", "0912 345 678", "0912.345.678", "+84 912 345 678", "84912345678", "0084912345678"]
)
def test_one_number_in_many_forms(text: str) -> None:
    assert normalise_phone(text) == "+84912345678"


def test_landline_keeps_its_area() -> None:
    assert normalise_phone("(024) 3825 1234") == "+842438251234"
    assert display_phone("+842438251234") == "024 3825 1234"
    assert display_phone("+842373852123") == "0237 385 2123"


@pytest.mark.parametrize(
    "text", ["", "0912 34567", "09123456789", "0912abc678", "+1 202 555 0100", "0112345678"]
)
def test_other_text_is_no_telephone_number(text: str) -> None:
    with pytest.raises(DomainError) as refusal:
        normalise_phone(text)
    assert refusal.value.code == "phone-invalid"


@given(st.integers(min_value=0, max_value=10**12))
def test_dong_reads_back(amount: int) -> None:
    assert int(format_dong(amount).removesuffix("\u00a0₫").replace(".", "")) == amount


def test_a_fraction_of_a_dong_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="whole"):
        format_dong(Decimal("0.5"))
