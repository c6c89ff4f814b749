"""The order's code: what a tired hand or a bank does to it is noticed."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.codes import ALPHABET, is_code, new_code

codes = st.builds(lambda _seed: new_code(), st.integers())


def test_new_code_is_a_prefix_and_eight_characters():
    code = new_code()
    assert len(ALPHABET) == len(set(ALPHABET)) == 30
    assert code[:2] == "DH"
    assert len(code) == 10
    assert is_code(code)
    assert new_code("SL")[:2] == "SL"


def test_new_code_is_never_one_without_a_check_character():
    draws = itertools.cycle(ALPHABET)
    for _time in range(2000):
        assert is_code(new_code(choose=lambda _alphabet: next(draws)))


@given(codes, st.integers(2, 9), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code, place, letter):
    wrong = code[:place] + letter + code[place + 1 :]
    assert is_code(wrong) == (wrong == code)


@given(codes, st.integers(2, 9), st.integers(2, 9))
def test_two_exchanged_characters_are_noticed(code, one, other):
    letters = list(code)
    letters[one], letters[other] = letters[other], letters[one]
    swapped = "".join(letters)
    assert is_code(swapped) == (swapped == code)


@pytest.mark.parametrize("text", ["", "DH", "DH1234567", "XX23456789", "DHABCDEFG0", "dh23456789"])
def test_is_code_refuses(text):
    assert not is_code(text)
