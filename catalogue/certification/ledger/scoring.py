"""Points by criterion: checked against the sheet of the criteria set as its era has it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from catalogue.certification.checks import exact_score, show_score
from catalogue.certification.errors import LedgerError
from catalogue.certification.rules import CriteriaTree, RuleSet

FIELD = "criteria_points"


def sheet_of(rules: RuleSet, criteria_set: int | None) -> CriteriaTree:
    """The sheet to score by; raises LedgerError where the era's is not known point by point."""
    tree = rules.tree(criteria_set)
    if tree is None:
        raise LedgerError("sheet-unknown", field="criteria_set", number=criteria_set or "–", rules=rules.name)
    return tree


def check_points(
    given: Mapping[str, Any], *, tree: CriteriaTree, proposed_star: int | None
) -> dict[str, Decimal]:
    """Return the points as Decimal in the order of the sheet.

    Raises LedgerError for a criterion the sheet does not have, for more points than it gives, and for a proposed
    star whose least options are not all reached (only where the whole sheet is scored).
    """
    leaves = tree.leaves()
    for code in given:
        if code not in leaves:
            raise LedgerError("criterion-unknown", field=FIELD, criterion=code, number=tree.number)
    points = {code: exact_score(given[code], field=FIELD) for code in leaves if code in given}
    for code, exact in points.items():
        if exact > leaves[code].top:
            raise LedgerError(
                "criterion-too-high",
                field=FIELD,
                criterion=code,
                name=leaves[code].name,
                score=show_score(exact),
                top=show_score(leaves[code].top),
            )
    if proposed_star is not None and not tree.missing(points):
        _refuse_short_of_star(tree, points, proposed_star)
    return points


def parts_of(points: dict[str, Decimal], tree: CriteriaTree) -> dict[str, Decimal]:
    """The sums of the parts that are scored to the last criterion, as "a", "b", "c"."""
    sums = tree.sums(points)
    return {
        part.code.lower(): sums[part.code]
        for part in tree.parts
        if all(leaf.code in points for leaf in part.leaves())
    }


def told(points: dict[str, Decimal]) -> dict[str, str]:
    """The points as they are kept: text, because no float is exact."""
    return {code: format(exact.normalize(), "f") for code, exact in points.items()}


def _refuse_short_of_star(tree: CriteriaTree, points: dict[str, Decimal], star: int) -> None:
    unmet = tree.unmet(points, star=star)
    if unmet:
        codes = ", ".join(leaf.code for leaf in unmet)
        raise LedgerError("least-not-reached", field="proposed_star", star=star, codes=codes)
