from __future__ import annotations

import pytest

from catalogue.certification.numbers import read_number, show_number


@pytest.mark.parametrize(
    "text",
    [
        "CN-125",
        "cn-125",
        "CN 125",
        "CN125",
        "125",
        "#125",
        "000125",
        "https://saolang.example/chung-nhan/125/",
        "https://saolang.example/en/chung-nhan/125/?ngay=2025-01-01",
    ],
)
def test_a_number_as_people_type_it(text):
    assert read_number(text) == 125


def test_what_is_shown_is_read_back():
    assert read_number(show_number(7)) == 7


@pytest.mark.parametrize("text", ["", "CN", "377/QĐ-UBND", "CN-12a", "1" * 40, "-5", "١٢٥"])
def test_other_text_is_no_number(text):
    assert read_number(text) is None
