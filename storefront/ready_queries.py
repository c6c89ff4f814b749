"""Queries whose SQL is worked out once in a process, for pages that are asked for often.

Django works a queryset's SQL out anew each time, which takes several times as long as the database needs to answer.
`ReadyQuery` does it once, with values that stand for others, remembers where they went, and afterwards only puts the
values of the moment there. What comes back are the same model instances.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connections
from django.db.models import QuerySet
from django.utils.translation import get_language

from storefront.prepared import CHANGING, fetch, with_constants

Row = TypeVar("Row")
Take = Callable[[Mapping[str, Any]], Any]
#: The largest number a column holds.
_WIDEST = 2**63 - 1
_DAY_AS_TEXT = re.compile(r"\d{4}-\d\d-\d\d")


class NotReadyError(ValueError):
    """The query cannot be made ready: it depends on more than its values, or works a value over."""


class Shape(NamedTuple):
    """A query worked out: where each parameter's value comes from stands in `takes`, in the order of the SQL."""

    queryset: QuerySet[Any]
    compiler: Any
    sql: str
    takes: tuple[Take, ...]

    def instances(self, rows: list[Any]) -> list[Any]:
        """What the queryset makes of its rows."""
        queryset, compiler = _shallow(self.queryset), copy(self.compiler)
        compiler.connection = connections[queryset.db]
        if compiler.has_extra_select:
            rows = [row[: compiler.col_count] for row in rows]
        compiler.execute_sql = lambda *_words, **_named: [rows]
        queryset._query = _shallow(queryset._query)
        queryset._query.get_compiler = lambda *_words, **_named: compiler
        return list(queryset)


class ReadyQuery(Generic[Row]):
    """A query that is asked with other values each time.

    `build` takes the values by name and returns a queryset. It may depend on them and on the language, and on nothing
    else: today's date, a user, a setting come in as values. Values are int, str, date, aware datetime, Decimal, or
    a list or tuple of one of these for `__in`; bool, None and those named in `fixed` (a number of rows) shape the
    query. A value must reach the database as it is: no `value + 1`, no `__icontains`.

    Raises `NotReadyError` at the first call if that does not hold.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], *, fixed: Collection[str] = ()) -> None:
        self._build = build
        self._fixed = frozenset(fixed)
        self._shapes: dict[object, Shape] = {}

    def __call__(self, **values: Any) -> list[Row]:
        """The rows, read now. An empty list and a number no column can hold are asked the long way."""
        if any(map(_answers_itself, values.values())):
            return list(self._build(**values))
        shape, parameters = self.ready(values)
        return shape.instances(fetch(connections[shape.queryset.db], shape.sql, parameters))

    def ready(self, values: Mapping[str, Any]) -> tuple[Shape, tuple[Any, ...]]:
        """The query worked out and its parameters, for who asks the database himself. No list may be empty."""
        values = filled_up(values)
        shape = self._shape(values)
        return shape, tuple(take(values) for take in shape.takes)

    def _shape(self, values: Mapping[str, Any]) -> Shape:
        vendor = connections["default"].vendor
        key = (vendor, get_language(), *((name, self._part(name, value)) for name, value in values.items()))
        if key not in self._shapes:
            self._shapes[key] = self._work_out(values)
        return self._shapes[key]

    def _part(self, name: str, value: Any) -> object:
        """What of a value shapes the query: all of it, or only its kind and how many there are."""
        return value if name in self._fixed else kind_of(value)

    def _work_out(self, values: Mapping[str, Any]) -> Shape:
        """Build the query twice, with two sets of stand-ins: what differs between the two are the values."""
        is_kept = {
            name for name, value in values.items() if not isinstance(self._part(name, value), type | tuple)
        }
        is_kept |= self._fixed
        sets = []
        for turn in (0, 1):
            stand_ins = _StandIns(turn)
            sets.append(
                {name: value if name in is_kept else stand_ins.of(value) for name, value in values.items()}
            )
        (queryset, compiler, sql, first), (_queryset, _compiler, other_sql, second) = map(self._built, sets)
        if sql != other_sql:
            raise NotReadyError(f"the SQL itself depends on a value: {sql}")
        places = _places(sets[0], is_kept, compiler.connection)
        takes = [_take(one, other, places, sql) for one, other in zip(first, second, strict=True)]
        if compiler.connection.vendor == "postgresql":
            told = [CHANGING if take else one for take, one in zip(takes, first, strict=True)]
            sql = with_constants(compiler.connection, sql, told)
            return Shape(queryset, compiler, sql, tuple(take for take in takes if take))
        kept = [take or _always(one) for take, one in zip(takes, first, strict=True)]
        return Shape(queryset, compiler, sql, tuple(kept))

    def _built(self, values: Mapping[str, Any]) -> tuple[QuerySet[Any], Any, str, tuple[Any, ...]]:
        queryset = self._build(**values)
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, parameters = compiler.as_sql()
        # How each column is read is known once the SQL is: not looked up for a hundred columns each time.
        columns = [chosen[0] for chosen in compiler.select[: compiler.col_count]]
        converters, is_composite = compiler.get_converters(columns), compiler.has_composite_fields(columns)
        compiler.get_converters = lambda _columns: converters
        compiler.has_composite_fields = lambda _columns: is_composite
        return queryset, compiler, sql, tuple(parameters)


class _StandIns:
    """Values nobody uses, each once, small enough for every column; days of long ago and of long hence."""

    def __init__(self, turn: int) -> None:
        self._next = 20_011 + 7_006 * turn
        self._first_day = date(1900 + 200 * turn, 1, 1)

    def of(self, value: Any) -> Any:
        """One in the form of `value`, for each member of a tuple one."""
        if isinstance(value, tuple):
            return tuple(self.of(one) for one in value)
        self._next += 1
        number = self._next
        match value:
            case int():
                return number
            case str():
                return f"stand-in-{number}"
            case datetime():
                return datetime.combine(self._first_day, time(), UTC) + timedelta(days=number, seconds=number)
            case date():
                return self._first_day + timedelta(days=number)
            case Decimal():
                return Decimal(number)
        raise NotReadyError(f"a value of kind {type(value).__name__} cannot be put into a ready query")


def _answers_itself(value: Any) -> bool:
    """Whether Django knows without the database that nothing matches, and the database might stumble over it."""
    return (isinstance(value, list | tuple) and not value) or (
        isinstance(value, int) and abs(value) > _WIDEST
    )


def kind_of(value: Any) -> object:
    """What of a value shapes a query: its kind and how many there are; of None and truths all."""
    if value is None or isinstance(value, bool):
        return value
    return (type(value[0]), len(value)) if isinstance(value, tuple) else type(value)


def filled_up(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with their lists in the form that is asked with."""
    return {
        name: _filled_up(value) if isinstance(value, list | tuple) else value
        for name, value in values.items()
    }


def _filled_up(value: Sequence[Any]) -> tuple[Any, ...]:
    """A list as a tuple whose length is a power of two, its last member repeated: few shapes for any length."""
    length = 1 << (len(value) - 1).bit_length()
    return (*value, *(value[-1:] * (length - len(value))))


def _places(values: Mapping[str, Any], is_kept: Collection[str], connection: Any) -> dict[object, Take]:
    """Where each stand-in's value is to be taken from, by the stand-in as the database is given it."""
    adapt_day, adapt_moment = connection.ops.adapt_datefield_value, connection.ops.adapt_datetimefield_value
    found: dict[object, Take] = {}
    for name, value in values.items():
        if name in is_kept:
            continue
        for place, one in enumerate(value) if isinstance(value, tuple) else ((None, value),):
            found[one] = _taking(name, place, None)
            if isinstance(one, datetime):
                found[adapt_moment(one)] = _taking(name, place, adapt_moment)
            elif isinstance(one, date):
                found[adapt_day(one)] = _taking(name, place, adapt_day)
            elif isinstance(one, Decimal):
                found[str(one)] = _taking(name, place, str)
    return found


def _taking(name: str, place: int | None, form: Callable[[Any], Any] | None) -> Take:
    def take(values: Mapping[str, Any]) -> Any:
        value = values[name] if place is None else values[name][place]
        return value if form is None else form(value)

    return take


def _take(one: Any, other: Any, places: Mapping[object, Take], sql: str) -> Take | None:
    """Where the value of a parameter comes from that was `one` the first time and `other` the second; None: stays."""
    if one != other:
        take = places.get(one)
        if take is None:
            raise NotReadyError(f"a value is worked over, or is not one of the query's: {one!r} in {sql}")
        kind = type(one)
        return (lambda values: kind(take(values))) if isinstance(one, int) and kind is not int else take
    if isinstance(one, date) or (isinstance(one, str) and _DAY_AS_TEXT.match(one)):
        raise NotReadyError(f"a day would stay the same for ever, give it as a value: {one!r} in {sql}")
    return None


def _always(value: Any) -> Take:
    return lambda _values: value


def _shallow(thing: Any) -> Any:
    """A copy that shares all parts; `copy.copy` would read a queryset's rows."""
    made = object.__new__(type(thing))
    made.__dict__.update(thing.__dict__)
    return made
