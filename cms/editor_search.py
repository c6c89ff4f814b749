"""The editors' search: Wagtail's own on the database, folded on both sides, so "nuoc mam" finds "Nước mắm".

Wagtail's backend for Elasticsearch needs token filters a bare server lacks, and its fields are folded on one side
only; a list of editors' pages is small enough for the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import Any

from modelsearch.backends import database
from modelsearch.backends.base import BaseIndex
from modelsearch.index import BaseField, RelatedFields
from modelsearch.query import Phrase, PlainText

from storefront.vietnamese import fold


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 -- the name Wagtail looks for
    """The database's backend, with what is kept and what is asked folded alike."""
    backend = database.SearchBackend(params)
    if backend.index_class is BaseIndex:
        # A SQLite without full-text search keeps no index one could fold: it looks into the pages themselves.
        return backend
    ask = backend._search
    backend.index_class = type("FoldingIndex", (_FoldingIndex, backend.index_class), {})
    backend._search = lambda compiler, query, found, **kwargs: ask(compiler, folded(query), found, **kwargs)
    return backend


def folded(value: Any) -> Any:
    """Text, or whatever holds text, with every text in it folded."""
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, list | tuple):
        return [folded(item) for item in value]
    if isinstance(value, dict):
        return {key: folded(item) for key, item in value.items()}
    if isinstance(value, PlainText | Phrase):
        other = copy(value)
        other.query_string = fold(value.query_string)
        return other
    return value


class _FoldingIndex:
    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        super().add_items(model, [_Folded(obj) for obj in objs])  # type: ignore[misc]


class _Folded:
    """An object whose search fields say what they said, folded; everything else is its own."""

    def __init__(self, obj: Any) -> None:
        self._obj = obj

    def __getattr__(self, name: str) -> Any:
        return getattr(self._obj, name)

    def get_search_fields(self) -> list[BaseField]:
        return [_folding(field) for field in self._obj.get_search_fields()]


def _folding(field: Any) -> Any:
    other = copy(field)
    if isinstance(field, RelatedFields):
        other.fields = [_folding(inner) for inner in field.fields]
        other.get_value = lambda obj: field.get_value(_own(obj))
    else:
        other.get_value = lambda obj: folded(field.get_value(_own(obj)))
    return other


def _own(obj: Any) -> Any:
    return obj._obj if isinstance(obj, _Folded) else obj
