"""Facts a row's own cells leave open, taken from headings above it, from what was given, from the title lines.

A cell holds before all of them. A decision is one thing: its day and authority are only taken for a row that
names no other decision, its number only for a row that names no other day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from catalogue.importing.cells import Cell, DateCell, DecisionCell, read_decision
from catalogue.importing.column_sets import ColumnSet
from catalogue.importing.errors import CellError
from catalogue.importing.tables import Told

_DECISION_KEYS = ("decision", "decided_on", "authority")
# A place, a group told by a cell of another column needs no heading any more.
_TOLD_OTHERWISE = {"province": ("province_code",), "group": ("group_number",)}


def told_values(
    told: Mapping[str, Told], values: Mapping[str, Any], *, known: ColumnSet, refused: frozenset[str]
) -> dict[str, Any]:
    """What is told of a row beyond its own `values`, read as its columns would be. `refused` cells stay refused."""
    found: dict[str, Any] = {}
    for key, fact in told.items():
        column = known.by_key.get(key)
        if column is None or key in _DECISION_KEYS or key in values or key in refused:
            continue
        if any(other in values for other in _TOLD_OTHERWISE.get(key, ())):
            continue
        try:
            value = column.read(fact.value)
        except CellError:
            continue
        if value is not None:
            found[key] = value
    return {**found, **_decision_values(told, values, known=known, refused=refused)}


def _decision_values(
    told: Mapping[str, Told], values: Mapping[str, Any], *, known: ColumnSet, refused: frozenset[str]
) -> dict[str, Any]:
    keys = [key for key in _DECISION_KEYS if key in told and key in known.by_key and key not in refused]
    if not keys or {"decision", "decided_on"} & refused:
        return {}
    number = _decision(told["decision"].value) if "decision" in told else None
    day = told["decided_on"].value if "decided_on" in told else None
    own, own_day = values.get("decision"), values.get("decided_on")
    if own is not None and (number is None or own.number != number.number):
        # A day or an authority alone is said of all rows; those of a decision only of that decision's rows.
        return {} if number is not None or not own.number else _missing(told, values, keys, day=day)
    if own_day is not None and not _is_same_day(own_day, day):
        return {} if day is not None else _missing(told, values, keys, day=None, number=number)
    return _missing(told, values, keys, day=day, number=number)


@lru_cache(maxsize=64)
def _decision(cell: Cell) -> DecisionCell | None:
    """Read once what is told of thousands of rows."""
    return read_decision(cell)


def _is_same_day(own: DateCell, day: Any) -> bool:
    """Whether a cell says that day, or only its year."""
    return isinstance(day, date) and (own.day == day if own.day else own.year == day.year)


def _missing(
    told: Mapping[str, Told], values: Mapping[str, Any], keys: list[str], *, day: Any, number: Any = None
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if number is not None and "decision" in keys and "decision" not in values:
        found["decision"] = number
    own_day = values.get("decided_on")
    if isinstance(day, date) and "decided_on" in keys and (own_day is None or own_day.day is None):
        found["decided_on"] = DateCell(year=day.year, day=day)
    if "authority" in keys and "authority" not in values:
        found["authority"] = told["authority"].value
    return found
