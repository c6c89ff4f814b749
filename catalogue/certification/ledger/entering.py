"""The one place where a row of the ledger is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypedDict

from django.db import transaction

from catalogue.certification import recorded
from catalogue.certification.errors import LedgerError
from catalogue.certification.ledger.bulk import Bulk, active_bulk, collecting
from catalogue.certification.models import LedgerEntry, SourceFile
from storefront.audit import Line, log_line, log_lines
from storefront.locks import locked


class Origin(TypedDict, total=False):
    """Where an entry comes from: the person, the program ("import", "page", "api"), the file and its row."""

    by: Any
    caller: str
    source: SourceFile | None
    source_row: int | None


@contextmanager
def in_bulk(products: Iterable[Any]) -> Iterator[Bulk]:
    """Inside, the ledger's functions read the entries of these products once and write theirs together at the end.

    The checks are the same, one by one and in order, each against what the ones before it entered. Needs a
    transaction around it. An entry returned inside has no number yet; with an exception nothing is written.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("in_bulk() needs a transaction around it")
    with collecting([product.pk for product in products]) as bulk:
        yield bulk
        log_lines(_line(entry) for entry in bulk.write())


def lock_product(product: Any) -> list[LedgerEntry]:
    """Lock the product's row and return its entries as they stand under the lock, never a prefetched copy."""
    bulk = active_bulk()
    if bulk is not None:
        entries = bulk.entries_of(product.pk)
        if entries is None:
            raise LedgerError("product-missing", field="product")
        return list(entries)
    if not locked(type(product)._default_manager.filter(pk=product.pk)):
        raise LedgerError("product-missing", field="product")
    return list(LedgerEntry.objects.filter(product_id=product.pk).select_related("decision"))


def find_standing(product: Any, kind: str, facts: dict[str, Any]) -> tuple[LedgerEntry | None, str]:
    """Return the standing entry of these facts, and the fingerprint a new one would carry."""
    bulk = active_bulk()
    if bulk is not None:
        return bulk.find_standing(product.pk, kind, facts)
    return recorded.find_standing(product, kind, facts)


def enter(
    product: Any, kind: str, *, facts: dict[str, Any], fields: dict[str, Any], origin: Origin
) -> LedgerEntry:
    """Write one entry and its line in the audit log, or return the standing entry of the same facts."""
    present, fingerprint = find_standing(product, kind, facts)
    if present is not None:
        return present
    entry = LedgerEntry(
        product=product,
        kind=kind,
        fingerprint=fingerprint,
        recorded_by=origin.get("by"),
        caller=origin.get("caller", ""),
        source=origin.get("source"),
        source_row=origin.get("source_row"),
        **fields,
    )
    bulk = active_bulk()
    if bulk is not None:
        bulk.add(entry)
    else:
        entry.save()
        log_line(_line(entry))
    return entry


def _line(entry: LedgerEntry) -> Line:
    told = {
        "entry": entry.pk,
        "star": entry.star,
        "decision": entry.decision.number if entry.decision else None,
        "corrects": entry.corrects_id,
        "caller": entry.caller,
    }
    data = {name: value for name, value in told.items() if value not in (None, "")}
    return Line(entry.product, f"ocop.{entry.kind}", entry.recorded_by, data)
