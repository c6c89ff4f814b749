"""Stars for tests, given through the ledger as officers give them."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from django.utils import timezone

from catalogue.certification import ledger
from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.rules import add_months, rule_set_for

_numbers = itertools.count(101)


def make_decision(
    *, on: date | None = None, tier: str = "province", number: str = "", authority: str = "", **facts: Any
) -> Decision:
    """A decision of its own number; the authority follows from the tier unless named."""
    authorities = {
        "district": "UBND huyện Hoằng Hóa",
        "province": "UBND tỉnh Thanh Hóa",
        "ministry": "Bộ Nông nghiệp và Môi trường",
    }
    return ledger.get_or_create_decision(
        number=number or f"{next(_numbers)}/QĐ-MH",
        decided_on=on or timezone.localdate(),
        authority=authority or authorities[tier],
        tier=tier,
        **facts,
    )


def certify(
    product: Any, star: int = 4, *, on: date | None = None, months: int = 36, tier: str = "", **facts: Any
) -> LedgerEntry:
    """Recognise `product` with `star` stars from `on` (today) for `months`, by the authority competent that day."""
    decision = facts.pop("decision", None)
    day = on or (decision.decided_on if decision else timezone.localdate())
    rules = rule_set_for(day)
    tiers = rules.tiers_for(star, on=day) if rules else []
    decision = decision or make_decision(on=day, tier=tier or (tiers or ["province"])[0])
    facts.setdefault("valid_to", add_months(day, months))
    return ledger.record_recognition(product, star=star, decision=decision, **facts)


def claim(product: Any, star: int | None = 4, **facts: Any) -> LedgerEntry:
    """Somebody says `product` has `star` stars; nobody can show the decision."""
    return ledger.record_reported_claim(product, star=star, **facts)


def revoke(
    product: Any, *, on: date | None = None, ground: str = "criteria-not-met", **facts: Any
) -> LedgerEntry:
    """Take the star away on that day (today)."""
    day = on or timezone.localdate()
    decision = facts.pop("decision", None) or make_decision(on=day, tier=facts.pop("tier", "province"))
    return ledger.revoke_recognition(product, revoked_on=day, decision=decision, ground=ground, **facts)
