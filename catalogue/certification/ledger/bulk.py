"""Many entries written together: by the same functions, after the same checks, in a handful of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from itertools import count
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.recorded import fingerprint
from catalogue.models import Product
from storefront.locks import locked

BATCH = 500
P, R = ParamSpec("P"), TypeVar("R")
_active: ContextVar[Bulk | None] = ContextVar("ledger_bulk", default=None)


class Bulk:
    """The entries of some products as they stand under their locks, and those waiting to be written."""

    def __init__(self) -> None:
        self.waiting: list[LedgerEntry] = []
        self.decisions: dict[tuple[Any, ...], Decision] = {}
        self._entries: dict[int, list[LedgerEntry]] = {}
        self._by_fingerprint: dict[str, LedgerEntry] = {}
        self._void: set[int] = set()
        # Until they are written, entries stand after all that are: the later of two equal ones counts.
        self._places = count(2**62)

    def load(self, pks: Iterable[int]) -> None:
        """Lock these products in the order of their keys and read their entries, the newest first."""
        wanted = sorted(set(pks) - self._entries.keys())
        for start in range(0, len(wanted), BATCH):
            part = wanted[start : start + BATCH]
            present = locked(Product.objects.filter(pk__in=part).only("pk"))
            self._entries.update((product.pk, []) for product in present)
            for entry in LedgerEntry.objects.filter(product_id__in=part).select_related("decision"):
                self._entries[entry.product_id].append(entry)
                self._know(entry)

    def entries_of(self, pk: int) -> list[LedgerEntry] | None:
        """The product's entries, those waiting included; None for a product that is not there."""
        self.load([pk])
        return self._entries.get(pk)

    def find_standing(self, pk: int, kind: str, facts: dict[str, Any]) -> tuple[LedgerEntry | None, str]:
        """As `recorded.find_standing`, of what was read and what waits."""
        for generation in count():
            print_ = fingerprint(pk, kind, facts, generation=generation)
            entry = self._by_fingerprint.get(print_)
            if entry is None or entry.pk not in self._void:
                return entry, print_
        raise AssertionError("counting ends never")

    def is_void(self, entry: LedgerEntry) -> bool:
        return entry.pk in self._void

    def add(self, entry: LedgerEntry) -> None:
        """Let an entry wait; from now on the others are checked against it."""
        entry.pk = next(self._places)
        self._entries[entry.product_id].insert(0, entry)
        self._know(entry)
        self.waiting.append(entry)

    def write(self) -> list[LedgerEntry]:
        """Write what waits, in the order it was entered, and return it."""
        written, self.waiting = self.waiting, []
        for entry in written:
            entry.pk = None
        LedgerEntry.objects.bulk_create(written, batch_size=BATCH)
        return written

    def _know(self, entry: LedgerEntry) -> None:
        self._by_fingerprint[entry.fingerprint] = entry
        if entry.corrects_id is not None:
            self._void.add(entry.corrects_id)


def active_bulk() -> Bulk | None:
    """The bulk this code runs in, if any."""
    return _active.get()


@contextmanager
def collecting(pks: Iterable[int]) -> Iterator[Bulk]:
    """Make a bulk over these products the active one."""
    bulk = Bulk()
    bulk.load(pks)
    token = _active.set(bulk)
    try:
        yield bulk
    finally:
        _active.reset(token)


def entered_whole(writer: Callable[P, R]) -> Callable[P, R]:
    """One transaction around a writer; in a bulk the transaction around all of it is the one."""

    @wraps(writer)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if active_bulk() is not None:
            return writer(*args, **kwargs)
        with transaction.atomic():
            return writer(*args, **kwargs)

    return run
