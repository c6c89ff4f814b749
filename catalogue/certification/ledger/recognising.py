"""A decision gives a product its star."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Unpack

from catalogue.certification.checks import Recognition, may_accept_exception, refusals
from catalogue.certification.errors import ACCEPTABLE_CODES, LedgerError
from catalogue.certification.ledger.bulk import entered_whole
from catalogue.certification.ledger.entering import Origin, enter, find_standing, lock_product
from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.recorded import recognition_facts


@entered_whole
def record_recognition(
    product: Any,
    *,
    star: int,
    decision: Decision,
    valid_from: date | None = None,
    valid_to: date | None = None,
    score: Decimal | None = None,
    place_as_certified: str = "",
    group_as_certified: str = "",
    product_code: str = "",
    supersedes: bool = False,
    accepted_reason: str = "",
    **origin: Unpack[Origin],
) -> LedgerEntry:
    """Enter a recognition: `star` stars from `valid_from` (the decision's day when not stated) until `valid_to`
    (the first day not in force; the era's term when not stated).

    `supersedes`: it may overlap another recognition; the one that begins later counts from its first day.
    `accepted_reason`: lets an officer with the right "accept_exception" pass the refusals in ACCEPTABLE_CODES.
    """
    entries = lock_product(product)
    proposed = Recognition.proposed(
        star=star,
        decided_on=decision.decided_on,
        tier=decision.tier,
        score=score,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    facts = recognition_facts(
        star=star, decision=decision, valid_from=proposed.valid_from, valid_to=proposed.valid_to
    )
    fields = {
        "score": proposed.score,
        "place_as_certified": place_as_certified.strip(),
        "group_as_certified": group_as_certified.strip(),
        "product_code": product_code.strip(),
    }
    present, _fingerprint = find_standing(product, LedgerEntry.Kind.RECOGNISED, facts)
    if present is not None:
        _refuse_other_details(present, fields)
        return present
    errors = refusals(proposed, entries, supersedes=supersedes)
    fields |= _decided(proposed, decision)
    fields["accepted_reason"] = _pass_or_raise(errors, reason=accepted_reason.strip(), by=origin.get("by"))
    return enter(product, LedgerEntry.Kind.RECOGNISED, facts=facts, fields=fields, origin=origin)


def _decided(proposed: Recognition, decision: Decision) -> dict[str, Any]:
    return {
        "star": proposed.star,
        "decision": decision,
        "effective_on": decision.decided_on,
        "tier": decision.tier,
        "valid_from": proposed.valid_from,
        "valid_to": proposed.valid_to,
        "rule_set": proposed.rule_set.code if proposed.rule_set else "",
    }


def _pass_or_raise(errors: list[LedgerError], *, reason: str, by: Any) -> str:
    """Return the reason to keep, "" when there was nothing to accept; raise the first refusal otherwise."""
    if reason and not may_accept_exception(by):
        raise LedgerError("exception-not-allowed", field="accepted_reason")
    for error in errors:
        if not (reason and error.code in ACCEPTABLE_CODES):
            raise error
    return reason if errors else ""


def _refuse_other_details(present: LedgerEntry, details: dict[str, Any]) -> None:
    for name, value in details.items():
        old = getattr(present, name)
        if value not in (None, "") and value != old:
            label = LedgerEntry._meta.get_field(name).verbose_name
            raise LedgerError(
                "recorded-differently", field=name, what=label, old="" if old is None else old, new=value
            )
