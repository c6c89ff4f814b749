"""A mistake is made void by a further entry; nothing is wiped out."""

from __future__ import annotations

from typing import Unpack

from catalogue.certification.errors import LedgerError
from catalogue.certification.ledger.bulk import active_bulk, entered_whole
from catalogue.certification.ledger.entering import Origin, enter, lock_product
from catalogue.certification.models import LedgerEntry


@entered_whole
def correct_entry(entry: LedgerEntry, *, reason: str, **origin: Unpack[Origin]) -> LedgerEntry:
    """Make an entry void, as if it had never been written; it stays readable beside its correction.

    A correction cannot be corrected: enter the right facts anew.
    """
    product = entry.product
    lock_product(product)
    if entry.kind == LedgerEntry.Kind.CORRECTED:
        raise LedgerError("correction-of-correction", field="entry")
    if not reason.strip():
        raise LedgerError("reason-missing", field="reason")
    bulk = active_bulk()
    if bulk.is_void(entry) if bulk else LedgerEntry.objects.filter(corrects=entry).exists():
        raise LedgerError("corrected-twice", field="entry")
    return enter(
        product,
        LedgerEntry.Kind.CORRECTED,
        facts={"corrects": entry.pk},
        fields={"corrects": entry, "reason": reason.strip()},
        origin=origin,
    )
