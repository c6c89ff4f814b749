"""Pieces of SQL with their parameters, and how they are put together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple


class Sql(NamedTuple):
    """A piece of SQL and its parameters."""

    text: str
    params: tuple[Any, ...] = ()


def joined(by: str, parts: Iterable[Sql]) -> Sql:
    """The parts that say something, in brackets; nothing where none does."""
    listed = [part for part in parts if part.text]
    if not listed:
        return Sql("")
    return Sql(f"({by.join(part.text for part in listed)})", tuple(v for part in listed for v in part.params))


def both(parts: Iterable[Sql]) -> Sql:
    return joined(" AND ", parts)


def either(parts: Iterable[Sql]) -> Sql:
    return joined(" OR ", parts)
