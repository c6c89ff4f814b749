"""What a council found."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Unpack

from django.utils import timezone

from catalogue.certification.checks import exact_score, show_day, show_score
from catalogue.certification.decisions import normalise_authority
from catalogue.certification.errors import LedgerError
from catalogue.certification.ledger.bulk import entered_whole
from catalogue.certification.ledger.entering import Origin, enter, lock_product
from catalogue.certification.models import LedgerEntry
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
    **origin: Unpack[Origin],
) -> LedgerEntry:
    """Enter a council's scores under the era of that day. Gives no star: only a recognition does."""
    lock_product(product)
    rules = _rules_of(evaluated_on)
    exact, parts = exact_score(score), {"a": part_a, "b": part_b, "c": part_c}
    facts = {
        "effective_on": evaluated_on,
        "council": normalise_authority(council),
        "tier": tier,
        "score": exact,
        **_checked_parts(parts, exact, rules),
        "criteria_set": criteria_set,
        "proposed_star": proposed_star,
        "round_name": round_name.strip(),
    }
    return enter(
        product,
        LedgerEntry.Kind.EVALUATED,
        facts=facts,
        fields=facts | {"rule_set": rules.code},
        origin=origin,
    )


def _rules_of(evaluated_on: date) -> RuleSet:
    today, rules = timezone.localdate(), rule_set_for(evaluated_on)
    if evaluated_on > today:
        raise LedgerError(
            "evaluated-in-future", field="evaluated_on", on=show_day(evaluated_on), today=show_day(today)
        )
    if rules is None:
        raise LedgerError("no-rule-set", field="evaluated_on", on=show_day(evaluated_on))
    return rules


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
