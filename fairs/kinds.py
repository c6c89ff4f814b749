"""The kinds of place a sales point can be: facts of the ministry's decisions, kept as a file."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "data" / "sales_point_kinds.csv"


def load_sales_point_kinds(model: Any) -> int:
    """Enter the kinds of the file that are not there yet and return how many. What an officer changed stays.

    `model` is `SalesPointKind`, or its historical form inside a migration.
    """
    with SOURCE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    entered = 0
    for position, row in enumerate(rows, start=1):
        _kind, created = model.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "source": row["source"],
                "is_verified": row["is_verified"] == "yes",
                "position": position * 10,
            },
        )
        entered += created
    return entered
