"""A star is carried past its end, or taken away."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Unpack

from catalogue.certification.checks import show_day
from catalogue.certification.errors import LedgerError
from catalogue.certification.ledger.bulk import entered_whole
from catalogue.certification.ledger.deciding import refuse_future_decision
from catalogue.certification.ledger.entering import Origin, enter, find_standing, lock_product
from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.rules import Act, RuleSet, grounds, rule_set_for
from catalogue.certification.status import RECOGNISED, State, Status, certificate_status, standing, status_of


@entered_whole
def extend_recognition(
    product: Any, *, until: date, decision: Decision, note: str = "", **origin: Unpack[Origin]
) -> LedgerEntry:
    """Carry the recognition that runs on the decision's day to `until` (first day not in force).

    Only where the era of the decision has a transition rule, only for certificates of earlier eras, and at
    most as many days past the printed end as that rule says.
    """
    entries, on = lock_product(product), decision.decided_on
    facts = {"decision": decision.pk, "until": until}
    present, _fingerprint = find_standing(product, LedgerEntry.Kind.EXTENDED, facts)
    if present is not None:
        return present
    refuse_future_decision(on)
    current, certificate = _certificate_on(entries, on)
    if current is None or certificate.state == State.REVOKED or on > current.valid_to:
        raise LedgerError("nothing-to-extend", field="decision", on=show_day(on))
    rules = rule_set_for(on)
    _refuse_extension(current, certificate, until, on, rules)
    fields = {
        "decision": decision,
        "effective_on": on,
        "tier": decision.tier,
        "star": current.star,
        "valid_to": until,
        "rule_set": rules.code if rules else "",
        "note": note.strip(),
    }
    return enter(product, LedgerEntry.Kind.EXTENDED, facts=facts, fields=fields, origin=origin)


@entered_whole
def revoke_recognition(
    product: Any,
    *,
    revoked_on: date,
    decision: Decision,
    ground: str,
    note: str = "",
    **origin: Unpack[Origin],
) -> LedgerEntry:
    """End the recognition that is current on `revoked_on`, from that day and for good.

    `ground` is a code of `rules.grounds()`.
    """
    entries = lock_product(product)
    facts = {"decision": decision.pk, "revoked_on": revoked_on, "ground": ground}
    present, _fingerprint = find_standing(product, LedgerEntry.Kind.REVOKED, facts)
    if present is not None:
        return present
    fields = revocation_fields(entries, revoked_on=revoked_on, decision=decision, ground=ground, note=note)
    return enter(product, LedgerEntry.Kind.REVOKED, facts=facts, fields=fields, origin=origin)


def revocation_fields(
    entries: list[LedgerEntry], *, revoked_on: date, decision: Decision, ground: str, note: str = ""
) -> dict[str, Any]:
    """What a revocation of the product with these entries would say; raises LedgerError when refused."""
    refuse_future_decision(decision.decided_on)
    if ground not in grounds():
        raise LedgerError("ground-unknown", field="ground", ground=ground)
    current = _to_revoke(entries, revoked_on)
    rules = _rules_to_revoke(current, decision)
    return {
        "decision": decision,
        "effective_on": revoked_on,
        "tier": decision.tier,
        "star": current.star,
        "ground": ground,
        "rule_set": rules.code if rules else "",
        "note": note.strip(),
    }


def _certificate_on(entries: list[LedgerEntry], on: date) -> tuple[LedgerEntry | None, Status]:
    status = status_of(entries, on=on)
    current = next(
        (entry for entry in entries if entry.kind == RECOGNISED and entry.pk == status.entry_id), None
    )
    return current, status


def _refuse_extension(
    current: LedgerEntry, certificate: Status, until: date, on: date, rules: RuleSet | None
) -> None:
    if rules is None or rules.extension is None:
        raise LedgerError("extension-not-allowed", field="decision", on=show_day(on))
    if current.valid_from >= rules.starts_on:
        raise LedgerError(
            "extension-not-transitional",
            field="decision",
            on=show_day(rules.starts_on),
            start=show_day(current.valid_from),
        )
    end = certificate.valid_to or current.valid_to
    if until <= end:
        raise LedgerError("extension-not-longer", field="until", until=show_day(until), end=show_day(end))
    if until > current.valid_to + timedelta(days=rules.extension.max_days):
        raise LedgerError(
            "extension-too-long",
            field="until",
            until=show_day(until),
            days=rules.extension.max_days,
            end=show_day(current.valid_to),
        )


def _to_revoke(entries: list[LedgerEntry], revoked_on: date) -> LedgerEntry:
    begun = [entry.valid_from for entry in standing(entries) if entry.kind == RECOGNISED]
    if not begun:
        raise LedgerError("nothing-to-revoke", field="product")
    current, _status = _certificate_on(entries, revoked_on)
    if current is None:
        raise LedgerError(
            "revoked-before-start", field="revoked_on", on=show_day(revoked_on), start=show_day(min(begun))
        )
    already = certificate_status(current, entries, on=date.max).revoked_on
    if already is not None:
        raise LedgerError("already-revoked", field="revoked_on", on=show_day(already))
    return current


def _rules_to_revoke(current: LedgerEntry, decision: Decision) -> RuleSet | None:
    rules = rule_set_for(decision.decided_on)
    if rules and not rules.competent(
        current.star or 0, tier=decision.tier, on=decision.decided_on, act=Act.REVOKE
    ):
        raise LedgerError(
            "revoker-not-competent",
            field="decision",
            rules=rules.name,
            tier=decision.get_tier_display(),
            star=current.star,
        )
    return rules
