"""What somebody says without proof."""

from __future__ import annotations

from datetime import date
from typing import Any, Unpack

from django.utils import timezone

from catalogue.certification.errors import LedgerError
from catalogue.certification.ledger.bulk import entered_whole
from catalogue.certification.ledger.entering import Origin, enter, lock_product
from catalogue.certification.models import LedgerEntry
from catalogue.certification.recorded import claim_facts

#: The programme was decided in 2018 (QĐ 490/QĐ-TTg); nobody can have been recognised before.
FIRST_YEAR = 2018


@entered_whole
def record_reported_claim(
    product: Any,
    *,
    star: int | None,
    reported_year: int | None = None,
    decision_text: str = "",
    valid_to: date | None = None,
    note: str = "",
    **origin: Unpack[Origin],
) -> LedgerEntry:
    """Enter a claimed star with what is known of it. The product's status is then at most `unproven`."""
    lock_product(product)
    if star is not None and (isinstance(star, bool) or not isinstance(star, int) or not 1 <= star <= 5):
        raise LedgerError("star-unknown", field="star", star=star)
    this_year = timezone.localdate().year
    if reported_year is not None and reported_year > this_year:
        raise LedgerError(
            "reported-in-future", field="reported_year", year=str(reported_year), now=str(this_year)
        )
    if reported_year is not None and reported_year < FIRST_YEAR:
        raise LedgerError("reported-too-early", field="reported_year", year=str(reported_year))
    text = decision_text.strip()
    fields = {
        "star": star,
        "reported_year": reported_year,
        "claim_text": text,
        "valid_to": valid_to,
        "note": note.strip(),
    }
    facts = claim_facts(star=star, reported_year=reported_year, claim_text=text, valid_to=valid_to)
    return enter(product, LedgerEntry.Kind.REPORTED, facts=facts, fields=fields, origin=origin)
