"""What a council found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Unpack

from django.utils import timezone

from catalogue.certification.checks import exact_score, show_day, show_score
from catalogue.certification.decisions import normalise_authority
from catalogue.certification.errors import LedgerError
from catalogue.certification.ledger import scoring
from catalogue.certification.ledger.bulk import entered_whole
from catalogue.certification.ledger.entering import Origin, enter, lock_product
from catalogue.certification.models import LedgerEntry, Tier
from catalogue.certification.rules import RuleSet, rule_set_for


@entered_whole
def record_evaluation(
    product: Any,
    *,
    evaluated_on: date,
    council: str,
    tier: str,
    score: Decimal,
    part_a: Decimal | None = None,
    part_b: Decimal | None = None,
    part_c: Decimal | None = None,
    criteria_set: int | None = None,
    proposed_star: int | None = None,
    round_name: str = "",
    criteria_points: Mapping[str, Decimal] | None = None,
    **origin: Unpack[Origin],
) -> LedgerEntry:
    """Enter a council's scores under the era of that day. Gives no star: only a recognition does.

    `criteria_points`: the council's average by code of the criterion ("1.1"), where the sheet of `criteria_set` is
    known. A part scored to the last criterion is their sum.
    """
    lock_product(product)
    rules = _rules_of(evaluated_on)
    told = {"council": normalise_authority(council), "tier": tier, "proposed_star": proposed_star}
    _refuse_incomplete(told, criteria_set, rules)
    exact, parts = exact_score(score), {"a": part_a, "b": part_b, "c": part_c}
    kept = _kept_points(criteria_points, parts, rules, criteria_set, proposed_star)
    facts = {
        "effective_on": evaluated_on,
        **told,
        "score": exact,
        **_checked_parts(parts, exact, rules),
        "criteria_set": criteria_set,
        "round_name": round_name.strip(),
        **kept,
    }
    fields = facts | {"rule_set": rules.code}
    return enter(product, LedgerEntry.Kind.EVALUATED, facts=facts, fields=fields, origin=origin)


def _rules_of(evaluated_on: date) -> RuleSet:
    today, rules = timezone.localdate(), rule_set_for(evaluated_on)
    if evaluated_on > today:
        raise LedgerError(
            "evaluated-in-future", field="evaluated_on", on=show_day(evaluated_on), today=show_day(today)
        )
    if rules is None:
        raise LedgerError("no-rule-set", field="evaluated_on", on=show_day(evaluated_on))
    return rules


def _refuse_incomplete(told: dict[str, Any], criteria_set: int | None, rules: RuleSet) -> None:
    if not told["council"]:
        raise LedgerError("council-missing", field="council")
    if told["tier"] not in Tier.values:
        raise LedgerError("tier-unknown", field="tier", tier=told["tier"])
    star = told["proposed_star"]
    if star is not None and (isinstance(star, bool) or not isinstance(star, int) or not 1 <= star <= 5):
        raise LedgerError("star-unknown", field="proposed_star", star=star)
    known = {one.number for one in rules.criteria_sets} or range(1, 27)
    if criteria_set is not None and criteria_set not in known:
        raise LedgerError("criteria-set-unknown", field="criteria_set", number=criteria_set, rules=rules.name)


def _kept_points(
    given: Mapping[str, Decimal] | None,
    parts: dict[str, Decimal | None],
    rules: RuleSet,
    criteria_set: int | None,
    proposed_star: int | None,
) -> dict[str, Any]:
    """The points by criterion as a field to keep; fills `parts` with their sums, refuses sums that differ."""
    if not given:
        return {}
    tree = scoring.sheet_of(rules, criteria_set)
    points = scoring.check_points(given, tree=tree, proposed_star=proposed_star)
    for name, total in scoring.parts_of(points, tree).items():
        stated = parts[name]
        if stated is not None and stated != total:
            raise LedgerError(
                "part-differs-from-criteria",
                field=f"part_{name}",
                part=name.upper(),
                score=show_score(exact_score(stated, field=f"part_{name}")),
                total=show_score(total),
            )
        parts[name] = total
    return {scoring.FIELD: scoring.told(points)}


def _checked_parts(
    parts: dict[str, Decimal | None], score: Decimal, rules: RuleSet
) -> dict[str, Decimal | None]:
    given = {
        name: exact_score(part, field=f"part_{name}") for name, part in parts.items() if part is not None
    }
    for name, part in given.items():
        top = rules.part_maxima[name.upper()]
        if part > top:
            raise LedgerError(
                "part-too-high",
                field=f"part_{name}",
                part=name.upper(),
                score=show_score(part),
                top=show_score(top),
                rules=rules.name,
            )
    total = sum(given.values(), Decimal(0))
    if len(given) == len(parts) and total != score:
        raise LedgerError(
            "parts-do-not-add-up", field="score", total=show_score(total), score=show_score(score)
        )
    return {f"part_{name}": given.get(name) for name in parts}
