"""Codes people read aloud, type and write into bank transfers: short, random, with a check character. Pure.

`DH7K2M9QXW`: a prefix, seven random characters (34 bits) and a check character, all of an alphabet without
0 1 I L O U, in which nothing is mistaken for anything else. The weighted sum of the eight characters is a
multiple of 31 (the prime above the alphabet's 30), so that one wrong character or any two exchanged ones are
always noticed. Codes whose check character would be the missing 31st are never issued.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
ORDER_PREFIX = "DH"
GROUP_PREFIX = "SL"
LENGTH = 8

_MODULUS = 31
_VALUE = {letter: place for place, letter in enumerate(ALPHABET)}
_WEIGHTS = tuple(range(LENGTH, 0, -1))


def new_code(prefix: str = ORDER_PREFIX, *, choose: Callable[[str], str] = secrets.choice) -> str:
    """Return a fresh random code. Uniqueness is the database's business: 22 thousand million codes exist."""
    while True:
        body = "".join(choose(ALPHABET) for _place in range(LENGTH - 1))
        check = _check_value(body)
        if check < len(ALPHABET):
            return f"{prefix}{body}{ALPHABET[check]}"


def is_code(text: str, prefix: str = ORDER_PREFIX) -> bool:
    """Whether `text` is exactly one well-formed code (upper case, right check character)."""
    body = text.removeprefix(prefix)
    if body == text or len(body) != LENGTH or any(letter not in _VALUE for letter in body):
        return False
    return sum(weight * _VALUE[letter] for weight, letter in zip(_WEIGHTS, body, strict=True)) % _MODULUS == 0


def _check_value(body: str) -> int:
    total = sum(weight * _VALUE[letter] for weight, letter in zip(_WEIGHTS, body, strict=False))
    return -total % _MODULUS
