"""One form for numbers and authorities."""

from __future__ import annotations

import unicodedata

import pytest

from catalogue.certification.decisions import authority_key, normalise_authority, normalise_number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("377/QĐ-BNN-VPĐP", "377/QĐ-BNN-VPĐP"),
        ("QĐ 377/QĐ-BNN-VPĐP", "377/QĐ-BNN-VPĐP"),
        ("Quyết định số 377 / QĐ - BNN – VPĐP", "377/QĐ-BNN-VPĐP"),
        ("Số: 4894/QĐ-UBND", "4894/QĐ-UBND"),
        ("4894/\nQÐ-ubnd", "4894/QĐ-UBND"),
        (unicodedata.normalize("NFD", "Quyết định 12/QĐ-MH"), "12/QĐ-MH"),
        ("QĐ (số cần tra)", ""),
        ("", ""),
    ],
)
def test_normalise_number(written, number):
    assert normalise_number(written) == number


def test_one_authority_however_it_is_spelt():
    spellings = ["UBND tỉnh Thanh Hóa", "Uỷ ban nhân dân tỉnh Thanh Hoá", "ủy ban nhân dân  tỉnh Thanh Hóa"]
    assert {authority_key(spelling) for spelling in spellings} == {"ubnd tinh thanh hoa"}


def test_authority_keeps_its_spelling():
    assert normalise_authority(" UBND  tỉnh\nThanh Hóa ") == "UBND tỉnh Thanh Hóa"
