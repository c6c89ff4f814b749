"""The one place where a row of the ledger is made."""

from __future__ import annotations

from typing import Any, TypedDict

from wagtail.log_actions import log

from catalogue.certification.errors import LedgerError
from catalogue.certification.models import LedgerEntry, SourceFile
from catalogue.certification.recorded import find_standing
from storefront.locks import locked


class Origin(TypedDict, total=False):
    """Where an entry comes from: the person, the program ("import", "page", "api"), the file and its row."""

    by: Any
    caller: str
    source: SourceFile | None
    source_row: int | None


def lock_product(product: Any) -> list[LedgerEntry]:
    """Lock the product's row and return its entries as they stand under the lock, never a prefetched copy."""
    if not locked(type(product)._default_manager.filter(pk=product.pk)):
        raise LedgerError("product-missing", field="product")
    return list(LedgerEntry.objects.filter(product_id=product.pk).select_related("decision"))


def enter(
    product: Any, kind: str, *, facts: dict[str, Any], fields: dict[str, Any], origin: Origin
) -> LedgerEntry:
    """Write one entry and its line in the audit log, or return the standing entry of the same facts."""
    present, fingerprint = find_standing(product, kind, facts)
    if present is not None:
        return present
    entry = LedgerEntry.objects.create(
        product=product,
        kind=kind,
        fingerprint=fingerprint,
        recorded_by=origin.get("by"),
        caller=origin.get("caller", ""),
        source=origin.get("source"),
        source_row=origin.get("source_row"),
        **fields,
    )
    told = {
        "entry": entry.pk,
        "star": entry.star,
        "decision": entry.decision.number if entry.decision else None,
        "corrects": entry.corrects_id,
        "caller": entry.caller,
    }
    log(
        product,
        f"ocop.{kind}",
        user=entry.recorded_by,
        data={name: value for name, value in told.items() if value not in (None, "")},
    )
    return entry
