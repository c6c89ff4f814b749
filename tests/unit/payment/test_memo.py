"""Codes of orders in the memos of bank transfers."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from storefront.codes import new_code
from storefront.payment.memo import find_codes

codes = st.builds(lambda _seed: new_code(), st.integers())


@given(codes)
def test_find_codes_in_a_statement_line(code):
    assume("DH" not in code[1:])  # such a code can be read in two ways: see the next test
    lines = [
        f"MBVCB.123456.{code}.CT tu 0011 toi 0022",
        f"chuyen tien {code.lower()} cam on",
        f"{code[:5]} {code[5:]}",
        f"Trả tiền {code}, {code}",
    ]
    for line in lines:
        assert find_codes(line) == [code]


def test_overlapping_readings_are_all_returned():
    assert find_codes("TT DHDHR884MFCA") == ["DHDHR884MF", "DHR884MFCA"]


def test_find_codes_finds_nothing_in_other_words():
    assert find_codes("CHUYEN TIEN MUA HANG DHANG DHNV23456") == []
