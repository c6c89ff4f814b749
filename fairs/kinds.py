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
    fields = {field.name for field in model._meta.get_fields()} & {"name", "name_en", "source"}
    entered = 0
    for position, row in enumerate(_rows(), start=1):
        told = {field: row[field] for field in fields}
        told |= {"is_verified": row["is_verified"] == "yes", "position": position * 10}
        _kind, created = model.objects.get_or_create(code=row["code"], defaults=told)
        entered += created
    return entered


def name_in_english(model: Any) -> int:
    """Give the file's English names to kinds that have none; returns how many. `model` as above."""
    return sum(
        model.objects.filter(code=row["code"], name_en="").update(name_en=row["name_en"]) for row in _rows()
    )


def _rows() -> list[dict[str, str]]:
    with SOURCE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
