"""Carriers as the data file has them. Links nobody has tried are marked so."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "data" / "carriers.csv"


def load_carriers(model: Any) -> int:
    """Enter the carriers that are missing into `model` (the class, or a migration's); return how many."""
    known = set(model.objects.values_list("code", flat=True))
    with _FILE.open(encoding="utf-8", newline="") as file:
        missing = [row for row in csv.DictReader(file) if row["code"] not in known]
    model.objects.bulk_create(
        model(
            code=row["code"],
            name=row["name"],
            link_pattern=row["link_pattern"],
            is_verified=row["verified"] == "yes",
        )
        for row in missing
    )
    return len(missing)
