"""What a recognition must satisfy before it may stand in the ledger; asked by the ledger and by previews alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format

from catalogue.certification.errors import ACCEPTABLE_CODES, LedgerError
from catalogue.certification.models import LedgerEntry, Tier
from catalogue.certification.rules import RuleSet, rule_set_for, rule_sets_on
from catalogue.certification.status import RECOGNISED, Status, certificate_status, standing
from storefront.told import day as told_day

#: The paper may be handed out some days after the decision; its term runs from then.
ISSUE_DELAY = timedelta(days=31)


def show_day(day: date) -> str:
    """17/01/2025"""
    return told_day(day)


def show_score(score: Decimal) -> str:
    """94,2 (as many decimals as the score has, at most two)"""
    return number_format(score.normalize() if score % 1 else score.quantize(Decimal(1)))


@dataclass(frozen=True)
class Recognition:
    """A recognition as it would be written: the era it falls under and its first and last days worked out."""

    star: int
    decided_on: date
    tier: str
    score: Decimal | None
    rule_set: RuleSet | None
    valid_from: date
    valid_to: date

    @classmethod
    def proposed(
        cls,
        *,
        star: int,
        decided_on: date,
        tier: str,
        score: Decimal | int | None = None,
        valid_from: date | None = None,
        valid_to: date | None = None,
    ) -> Recognition:
        """Work out the era and the term; raises LedgerError for a star or a score that is none."""
        if isinstance(star, bool) or not isinstance(star, int) or not 1 <= star <= 5:
            raise LedgerError("star-unknown", field="star", star=star)
        begins = valid_from or decided_on
        exact = exact_score(score) if score is not None else None
        rule_set = _era(decided_on, star=star, tier=tier)
        months_from = rule_set or rule_set_for(timezone.localdate())
        ends = valid_to or (months_from.end_of_term(begins) if months_from else begins)
        return cls(star, decided_on, tier, exact, rule_set, begins, ends)


def exact_score(value: Any, *, field: str = "score") -> Decimal:
    """Return a score as Decimal; raises LedgerError for a float, for more than two decimals, outside 0–100."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise LedgerError("score-inexact", field=field)
    score = Decimal(value)
    if not score.is_finite() or not 0 <= score <= 100 or score != score.quantize(Decimal("0.01")):
        raise LedgerError("score-invalid", field=field, score=value)
    return score


def check_recognition(
    product: Any | None,
    *,
    star: int,
    decided_on: date,
    tier: str,
    score: Decimal | int | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    supersedes: bool = False,
    accepted_reason: str = "",
    by: Any = None,
) -> list[LedgerError]:
    """Return every reason why this recognition would be refused, in reading order; writes nothing.

    `product` is None for one that is not in the catalogue yet. Does not ask whether the very same recognition
    stands already: see `recorded.find_recognition`.
    """
    try:
        proposed = Recognition.proposed(
            star=star, decided_on=decided_on, tier=tier, score=score, valid_from=valid_from, valid_to=valid_to
        )
    except LedgerError as error:
        return [error]
    entries = product.ledger_entries.all() if product is not None else ()
    errors = refusals(proposed, entries, supersedes=supersedes)
    if not accepted_reason.strip():
        return errors
    if not may_accept_exception(by):
        return [*errors, LedgerError("exception-not-allowed", field="accepted_reason")]
    return [error for error in errors if error.code not in ACCEPTABLE_CODES]


def may_accept_exception(by: Any) -> bool:
    """Whether this person may let a refused recognition stand with a written reason."""
    return by is not None and by.has_perm("certification.accept_exception")


def refusals(proposed: Recognition, entries: Iterable[LedgerEntry], *, supersedes: bool) -> list[LedgerError]:
    """Every rule the proposed recognition breaks."""
    errors = [*_about_days(proposed), *_about_star(proposed)]
    if proposed.valid_to > proposed.valid_from:
        errors += _about_neighbours(proposed, list(entries), supersedes=supersedes)
    return errors


def _about_days(proposed: Recognition) -> list[LedgerError]:
    errors, today, decided = [], timezone.localdate(), show_day(proposed.decided_on)
    if proposed.decided_on > today:
        errors.append(
            LedgerError("decision-in-future", field="decided_on", on=decided, today=show_day(today))
        )
    if proposed.rule_set is None:
        errors.append(LedgerError("no-rule-set", field="decided_on", on=decided))
    if proposed.valid_from < proposed.decided_on:
        errors.append(
            LedgerError(
                "start-before-decision",
                field="valid_from",
                start=show_day(proposed.valid_from),
                on=show_day(proposed.decided_on),
            )
        )
    start, end = show_day(proposed.valid_from), show_day(proposed.valid_to)
    if proposed.valid_to <= proposed.valid_from:
        errors.append(LedgerError("end-before-start", field="valid_to", start=start, end=end))
    elif (
        proposed.rule_set
        and proposed.valid_to > proposed.rule_set.end_of_term(proposed.valid_from) + ISSUE_DELAY
    ):
        rules = proposed.rule_set
        errors.append(
            LedgerError(
                "term-too-long",
                field="valid_to",
                start=start,
                end=end,
                months=rules.term_months,
                rules=rules.name,
            )
        )
    return errors


def _about_star(proposed: Recognition) -> list[LedgerError]:
    errors, rules = [], proposed.rule_set
    if proposed.star < (rules.lowest_star if rules else 3):
        return [LedgerError("star-below-three", field="star", star=proposed.star)]
    if rules is None:
        return []
    if proposed.score is not None and rules.band(proposed.score) < proposed.star:
        errors.append(
            LedgerError(
                "score-contradicts-star",
                field="score",
                score=show_score(proposed.score),
                band=rules.band(proposed.score),
                star=proposed.star,
            )
        )
    if not rules.competent(proposed.star, tier=proposed.tier, on=proposed.decided_on):
        tiers = rules.tiers_for(proposed.star, on=proposed.decided_on)
        errors.append(
            LedgerError(
                "authority-not-competent",
                field="authority",
                rules=rules.name,
                on=show_day(proposed.decided_on),
                star=proposed.star,
                competent=", ".join(str(Tier(tier).label) for tier in tiers),
                tier=Tier(proposed.tier).label,
            )
        )
    return errors


def _about_neighbours(
    proposed: Recognition, entries: list[LedgerEntry], *, supersedes: bool
) -> list[LedgerError]:
    for other in standing(entries):
        if other.kind != RECOGNISED:
            continue
        about = {
            "star": other.star,
            "start": show_day(other.valid_from),
            "decision": other.decision.label if other.decision else "",
        }
        if other.valid_from == proposed.valid_from:
            return [LedgerError("same-start", field="valid_from", **about)]
        own = certificate_status(other, entries, on=date.max)
        ends = end_of(own)
        if not supersedes and other.valid_from < proposed.valid_to and proposed.valid_from < ends:
            return [LedgerError("overlap", field="valid_from", **about, end=show_day(ends))]
    return []


def end_of(certificate: Status) -> date:
    """The first day on which a certificate no longer counts: revoked, replaced or run out, whichever came first."""
    ends = [certificate.revoked_on, certificate.superseded_on, certificate.valid_to]
    return min(day for day in ends if day is not None)


def _era(decided_on: date, *, star: int, tier: str) -> RuleSet | None:
    """The era the decision was taken under: the newest one in which its authority was competent."""
    eras = rule_sets_on(decided_on)
    return next(
        (era for era in eras if era.competent(star, tier=tier, on=decided_on)), eras[0] if eras else None
    )
