"""Is this fact in the ledger already? The same facts, told twice, are one entry."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

from catalogue.certification.models import Decision, LedgerEntry


def fingerprint(product_id: int, kind: str, facts: dict[str, Any], *, generation: int = 0) -> str:
    """Return the identity of a fact about a product.

    `generation` counts how often the same fact was entered and corrected away before: entered anew after a
    correction it is a new entry.
    """
    told = json.dumps(
        [product_id, kind, generation, sorted((name, _plain(value)) for name, value in facts.items())],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(told.encode()).hexdigest()


def find_standing(product: Any, kind: str, facts: dict[str, Any]) -> tuple[LedgerEntry | None, str]:
    """Return the standing entry of these facts, and the fingerprint a new one would carry."""
    generation = 0
    while True:
        print_ = fingerprint(product.pk, kind, facts, generation=generation)
        entry = (
            LedgerEntry.objects.filter(fingerprint=print_).select_related("decision", "correction").first()
        )
        if entry is None or entry.is_standing:
            return entry, print_
        generation += 1


def recognition_facts(*, star: int, decision: Decision, valid_from: date, valid_to: date) -> dict[str, Any]:
    """What makes two recognitions the same one."""
    return {"star": star, "decision": decision.pk, "valid_from": valid_from, "valid_to": valid_to}


def find_recognition(
    product: Any, *, star: int, decision: Decision, valid_from: date, valid_to: date
) -> LedgerEntry | None:
    """Return the standing entry of this very recognition, or None."""
    facts = recognition_facts(star=star, decision=decision, valid_from=valid_from, valid_to=valid_to)
    return find_standing(product, LedgerEntry.Kind.RECOGNISED, facts)[0]


def claim_facts(
    *, star: int | None, reported_year: int | None, claim_text: str, valid_to: date | None
) -> dict[str, Any]:
    """What makes two reported claims the same one."""
    return {"star": star, "year": reported_year, "text": claim_text, "valid_to": valid_to}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return value
