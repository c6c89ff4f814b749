"""Rows read by a ready query, given to the things they belong to: what `prefetch_related` would have given them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.db.models import Model, QuerySet


def attach(things: Iterable[Model], name: str, rows: Iterable[Model], *, by: str) -> None:
    """Let `thing.<name>.all()` answer with the rows whose `by` is the thing's key, in their order.

    Any other question (`filter`, `order_by`) goes to the database as ever. Rows whose column `by` leads back to the
    thing know the thing itself. `things` are of one model, each there once.
    """
    own: dict[Any, list[Model]] = {thing.pk: [] for thing in things}
    back = by.removesuffix("_id")
    for row in rows:
        own[getattr(row, by)].append(row)
    for thing in things:
        if own[thing.pk] and _leads_back(type(own[thing.pk][0]), back):
            for row in own[thing.pk]:
                row._state.fields_cache[back] = thing
        known = _unasked(type(thing), name)
        known._result_cache, known._prefetch_done = own[thing.pk], True
        known._clone = _asking_anew(thing, name)
        if not hasattr(thing, "_prefetched_objects_cache"):
            thing._prefetched_objects_cache = {}  # type: ignore[attr-defined]
        thing._prefetched_objects_cache[name] = known


def _asking_anew(thing: Any, name: str) -> Callable[[], QuerySet[Any]]:
    def ask() -> QuerySet[Any]:
        known = thing._prefetched_objects_cache.pop(name)
        try:
            return getattr(thing, name).get_queryset()
        finally:
            thing._prefetched_objects_cache[name] = known

    return ask


def _unasked(model: type[Model], name: str) -> Any:
    """A queryset of what `name` of the model leads to, quickly: `get_queryset` works its conditions out each time."""
    pattern = _pattern(model, name)
    made = object.__new__(type(pattern))
    made.__dict__.update(pattern.__dict__)
    return made


@cache
def _pattern(model: type[Model], name: str) -> QuerySet[Any]:
    related: Any = model._meta.get_field(name).related_model
    return related._default_manager.all()


@cache
def _leads_back(model: type[Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)
