"""Statements that PostgreSQL plans once in a connection. Elsewhere they are sent as any other.

Planning a page's statement takes PostgreSQL several times as long as running it. Django sends SQL with its values
written in, which is another statement each time; here only what changes is sent beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import count
from typing import Any, Final

_PLACE = re.compile(r"%[s%]")
#: Stands for a value that is another one each time.
CHANGING: Final = object()


def fetch(connection: Any, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement whose text is the same each time.

    PostgreSQL keeps its plan after some turns, unless `DATABASE_PREPARED` says that a pooler is in between.
    """
    if not _may_prepare(connection):
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()
    from psycopg.types.numeric import Int8  # noqa: PLC0415

    # A number is always as wide: psycopg would make another statement for each width.
    sent = [Int8(value) if type(value) is int else value for value in parameters]
    with connection.wrap_database_errors:
        cursor = _cursor_kind()(connection.connection)
    with connection._prepare_cursor(cursor) as wrapped:
        wrapped.execute(sql, sent)
        return wrapped.fetchall()


@cache
def _cursor_kind() -> type[Any]:
    """A cursor that takes statements as Django writes them, so that whoever looks at each sees the usual words."""
    from psycopg import RawCursor  # noqa: PLC0415 -- needs psycopg

    class NumberedCursor(RawCursor[tuple[Any, ...]]):
        def execute(self, query: Any, params: Any = None, **named: Any) -> Any:
            return super().execute(_numbered(query), params, **named)

    return NumberedCursor


@lru_cache(maxsize=256)
def _numbered(sql: str) -> bytes:
    """With `$1`, `$2` for each `%s`, as PostgreSQL wants it: psycopg would do it again for each long statement."""
    numbers = count(1)
    return _PLACE.sub(lambda place: "%" if place[0] == "%%" else f"${next(numbers)}", sql).encode()


def with_constants(connection: Any, sql: str, parameters: Sequence[Any]) -> str:
    """The statement with those parameters written in that are not `CHANGING`: a plan is better for knowing them."""
    if connection.vendor != "postgresql":
        raise ValueError(connection.vendor)
    from psycopg.sql import Literal  # noqa: PLC0415 -- needs psycopg

    connection.ensure_connection()
    values = iter(parameters)

    def written(place: re.Match[str]) -> str:
        if place[0] == "%%" or (value := next(values)) is CHANGING:
            return place[0]
        return Literal(value).as_string(connection.connection).replace("%", "%%")

    return _PLACE.sub(written, sql)


def _may_prepare(connection: Any) -> bool:
    if connection.vendor != "postgresql":
        return False
    connection.ensure_connection()
    return connection.connection.prepare_threshold is not None
