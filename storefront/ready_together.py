"""Several ready queries in one question to the database: what a page shows of one thing, from many tables.

A page about a product shows its pictures, its papers, the places that carry it: a dozen small questions, each of
which costs a way to the database and back. `Together` writes their SQL into one statement, as named parts whose rows
follow one another, and gives the rows of each part back to the queryset they belong to.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connections, models
from django.db.models import QuerySet
from django.utils.translation import get_language

from storefront.prepared import fetch
from storefront.ready_queries import NotReadyError, ReadyQuery, Shape, Take, filled_up, kind_of

Form = Callable[[Any], Any]
#: What stands in a column that belongs to another part, and rows before the columns: which part, and which row of it.
_NOTHING, _BEFORE = "NULL", 2


class _Part(NamedTuple):
    """A query that is asked together with others, and the names of the values it takes."""

    query: ReadyQuery[Any]
    takes: frozenset[str]


class _Joined(NamedTuple):
    """The statement made of several shapes by name, what is sent beside it, and how each column of each is read."""

    shapes: Mapping[str, Shape]
    sql: str
    takes: Sequence[Take]
    forms: list[list[tuple[int, Form]]]
    widths: list[int]


class Together:
    """Queries that are asked at once. Each gives what it would give by itself (`alone`)."""

    def __init__(self) -> None:
        self._parts: dict[str, _Part] = {}
        self._joined: dict[object, _Joined] = {}

    def add(self, name: str, build: Callable[..., QuerySet[Any, Any]]) -> None:
        """Have `build` asked too, under `name`; it takes those values by name that it names (see `ReadyQuery`).

        Its columns are numbers, truths, texts, days, moments, sums or JSON.
        """
        self._parts[name] = _Part(ReadyQuery(build), frozenset(inspect.signature(build).parameters))
        self._joined.clear()

    def take(self, name: str, other: Together) -> None:
        """Ask here too what is asked there under that name."""
        self._parts[name] = other._parts[name]
        self._joined.clear()

    def alone(self, name: str, **values: Any) -> list[Any]:
        """The rows of one of them."""
        part = self._parts[name]
        return part.query(**{key: value for key, value in values.items() if key in part.takes})

    def __call__(self, **values: Any) -> dict[str, list[Any]]:
        """The rows of each of them, by name, in one query. No list among the values may be empty."""
        values = filled_up(values)
        kinds = tuple([(name, kind_of(value)) for name, value in values.items()])
        key = (connections["default"].vendor, get_language(), kinds)
        joined = self._joined.get(key)
        if joined is None:
            joined = self._joined[key] = self._join(values)
        return self._ask(joined, values)

    def _join(self, values: Mapping[str, Any]) -> _Joined:
        asked = []
        for part in self._parts.values():
            own = {key: value for key, value in values.items() if key in part.takes}
            asked.append(part.query.ready(own)[0])
        return _join(dict(zip(self._parts, asked, strict=True)), connections[asked[0].queryset.db].vendor)

    def _ask(self, joined: _Joined, values: Mapping[str, Any]) -> dict[str, list[Any]]:
        found: list[list[Any]] = [[] for _name in joined.shapes]
        parameters = [take(values) for take in joined.takes]
        using = next(iter(joined.shapes.values())).queryset.db
        for row in fetch(connections[using], joined.sql, parameters):
            part = row[0]
            cells = list(row[_BEFORE : _BEFORE + joined.widths[part]])
            for place, form in joined.forms[part]:
                if cells[place] is not None:
                    cells[place] = form(cells[place])
            found[part].append(cells)
        return {
            name: shape.instances(rows) if rows else []
            for (name, shape), rows in zip(joined.shapes.items(), found, strict=True)
        }


def _join(named: Mapping[str, Shape], vendor: str) -> _Joined:
    """One statement of several: each a named part, its rows numbered, its columns filled up to the widest."""
    shapes = list(named.values())
    columns = [[chosen[0] for chosen in shape.compiler.select] for shape in shapes]
    widest = max(map(len, columns))
    heads, bodies = [], []
    for place, (shape, own) in enumerate(zip(shapes, columns, strict=True)):
        if shape.compiler.has_extra_select or shape.compiler.col_count != len(own):
            raise NotReadyError(f"more columns than its rows have: {shape.sql}")
        names = [f"c{number}" for number in range(len(own))]
        heads.append(f"p{place} ({', '.join(names)}) AS ({shape.sql})")
        # As text on PostgreSQL, where a column has one kind; on SQLite as it is, but without the column's own reading.
        cells = [f"{name}::text" if vendor == "postgresql" else f"+{name}" for name in names]
        cells += [_NOTHING] * (widest - len(own))
        bodies.append(f"SELECT {place} AS part, ROW_NUMBER() OVER (), {', '.join(cells)} FROM p{place}")  # noqa: S608
    sql = f"WITH {', '.join(heads)} {' UNION ALL '.join(bodies)} ORDER BY 1, 2"
    forms = [_forms_of(own, vendor) for own in columns]
    takes = [take for shape in shapes for take in shape.takes]
    return _Joined(named, sql, takes, forms, [len(own) for own in columns])


def _forms_of(columns: Sequence[Any], vendor: str) -> list[tuple[int, Form]]:
    """What makes of each column's text what PostgreSQL's driver would have given; Django itself reads SQLite's."""
    found = []
    for place, column in enumerate(columns):
        kind = _kind_of(column.output_field)
        if kind not in _FROM_TEXT:
            raise NotReadyError(f"a column of kind {kind} cannot be asked together with others")
        form = _FROM_TEXT[kind]
        if form is not None and vendor == "postgresql":
            found.append((place, form))
    return found


def _kind_of(field: Any) -> str:
    """The kind of column a field is stored in."""
    while field.is_relation:
        field = field.target_field
    return (
        "TextField" if isinstance(field, models.CharField | models.TextField) else field.get_internal_type()
    )


def _truth(text: str) -> bool:
    return text == "true"


_FROM_TEXT: Mapping[str, Form | None] = {
    **dict.fromkeys(("TextField", "JSONField", "FileField", "ImageField")),
    **dict.fromkeys(("AutoField", "BigAutoField", "SmallAutoField"), int),
    **dict.fromkeys(("IntegerField", "BigIntegerField", "SmallIntegerField"), int),
    **dict.fromkeys(("PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField"), int),
    "BooleanField": _truth,
    "FloatField": float,
    "DecimalField": Decimal,
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "UUIDField": UUID,
}
