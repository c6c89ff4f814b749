"""Which bank a BIN belongs to: data, not code (`data/banks.csv`). Pure."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "banks.csv"


@dataclass(frozen=True)
class Bank:
    """`verified`: at least two independent public lists give this BIN. A wrong one would send money astray."""

    bin: str
    short_name: str
    name: str
    verified: bool


@cache
def banks() -> dict[str, Bank]:
    """All known banks by BIN, in the order of the file."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return {
            row["bin"]: Bank(row["bin"], row["short_name"], row["name"], row["verified"] == "yes")
            for row in csv.DictReader(file)
        }


def bank_name(bank_bin: str) -> str:
    """The name people know, or the bare BIN for a bank that is not in the table."""
    bank = banks().get(bank_bin)
    return bank.short_name if bank else bank_bin
