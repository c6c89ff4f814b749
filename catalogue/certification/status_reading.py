"""The status of products on a day: of one object, or of thousands at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from catalogue.certification.models import LedgerEntry
from catalogue.certification.status import Status, status_of
from storefront.ready_queries import ReadyQuery

#: What the rule reads of an entry, in the order of `_Entry`.
_COLUMNS = ("id", "kind", "effective_on", "star", "valid_from", "valid_to", "corrects_id", "reported_year")
_CHUNK = 5000


class _Entry(NamedTuple):
    """An entry as `status` reads it; a model instance each would cost more than the rule."""

    id: int
    kind: str
    effective_on: date | None
    star: int | None
    valid_from: date | None
    valid_to: date | None
    corrects_id: int | None
    reported_year: int | None


def product_status(product: Any, on: date | None = None) -> Status:
    """Read the product's entries (those prefetched, where `for_cards()` did so) and answer for the day."""
    return status_of(product.ledger_entries.all(), on=on or timezone.localdate())


def statuses(products: QuerySet, *, on: date) -> dict[int, Status]:
    """The status of every product of the queryset on that day, by key. One query, however many they are."""
    chosen = products.model._base_manager.filter(pk__in=products.values("pk"))
    columns = [f"ledger_entries__{name}" for name in _COLUMNS]
    rows = chosen.order_by("pk").values_list("pk", *columns).iterator(chunk_size=_CHUNK)
    return {
        pk: status_of([_Entry(*row[1:]) for row in own if row[1] is not None], on=on)
        for pk, own in groupby(rows, key=itemgetter(0))
    }


def statuses_of(pks: Sequence[int], *, on: date) -> dict[int, Status]:
    """The status of these products on that day, by key: for as many as stand on a page."""
    own: dict[int, list[_Entry]] = {pk: [] for pk in pks}
    if own:
        for pk, *entry in _entries_of(pks=list(own)):
            own[pk].append(_Entry(*entry))
    return {pk: status_of(entries, on=on) for pk, entries in own.items()}


_entries_of = ReadyQuery(
    lambda *, pks: LedgerEntry.objects.filter(product__in=pks).values_list("product_id", *_COLUMNS)
)
