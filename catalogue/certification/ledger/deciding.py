"""Decisions enter the register once, however they are spelt."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from catalogue.certification.checks import show_day
from catalogue.certification.decisions import authority_key, normalise_authority, normalise_number
from catalogue.certification.errors import LedgerError
from catalogue.certification.ledger.bulk import active_bulk
from catalogue.certification.models import Decision, Tier


def get_or_create_decision(
    *, number: str, decided_on: date, authority: str, tier: str, province: Any | None = None
) -> Decision:
    """Return the decision of that number, day and authority.

    An unknown number is "". Raises LedgerError when the day, the authority or the tier is missing, when the
    day is in the future, or when the decision stands there with another tier.
    """
    if not normalise_authority(authority) or decided_on is None or tier not in Tier.values:
        raise LedgerError("decision-incomplete", field="decision")
    refuse_future_decision(decided_on)
    told = {"authority": normalise_authority(authority), "tier": tier, "province": province}
    decision = _known_or_new(normalise_number(number), decided_on, authority_key(authority), told)
    if decision.tier != tier:
        raise LedgerError(
            "decision-differs",
            field="tier",
            number=decision.number,
            on=show_day(decided_on),
            tier=decision.get_tier_display(),
        )
    return decision


def _known_or_new(number: str, decided_on: date, key: str, told: dict[str, Any]) -> Decision:
    bulk, named = active_bulk(), (number, decided_on, key)
    if bulk and named in bulk.decisions:
        return bulk.decisions[named]
    decision, _created = Decision.objects.get_or_create(
        number=number, decided_on=decided_on, authority_key=key, defaults=told
    )
    if bulk:
        bulk.decisions[named] = decision
    return decision


def refuse_future_decision(decided_on: date) -> None:
    """Raise LedgerError for a day after today."""
    today = timezone.localdate()
    if decided_on > today:
        raise LedgerError(
            "decision-in-future", field="decided_on", on=show_day(decided_on), today=show_day(today)
        )
