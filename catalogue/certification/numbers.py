"""The number of a certificate in the register, as people read it and type it. Pure.

It is the primary key of its ledger entry: the ledger is append-only, held so by triggers, therefore no number is
ever given twice, changed or taken back.
"""

from __future__ import annotations

import re

PREFIX = "CN"
_NUMBER = re.compile(r"(?:.*/chung-nhan/|CN\s*[-.:]?\s*|#)?0*(\d{1,18})/?(?:\?.*)?", re.ASCII | re.IGNORECASE)


def show_number(pk: int) -> str:
    """`123` → `CN-123`."""
    return f"{PREFIX}-{pk}"


def read_number(text: str) -> int | None:
    """The key in `CN-123`, `cn 123`, `123` or the address of a certificate's page; None for anything else."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found[1]) if found else None
