"""The name a review is shown under. Pure."""

from __future__ import annotations

import re

LONGEST_NAME = 40
_CONTACT = re.compile(r"@|https?:|www\.|(?:\d[\s.-]?){8,}", re.IGNORECASE)


def proposed_name(shopper_name: str, place: str) -> str:
    """`Hoa, Thanh Hóa`: the given name, which comes last in Vietnamese, and the province. No family name, no more."""
    given = shopper_name.split()[-1:] if shopper_name.split() else []
    return ", ".join(part for part in (*given, place) if part)[:LONGEST_NAME]


def tells_a_contact(text: str) -> bool:
    """Whether somebody could be called, written to or visited by what the text says."""
    return _CONTACT.search(text) is not None
