"""What the pages show of an era, put into words and shapes. Pure but for the language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from catalogue.certification.checks import show_day, show_score
from catalogue.certification.models import Tier
from catalogue.certification.rules import Act, CriteriaSet, CriteriaTree, Criterion, RuleSet

#: The width of the drawn scale: one point is ten units.
WIDTH = 1000
_STARS = (5, 4, 3)


@dataclass(frozen=True)
class Strip:
    """One star's scores on the scale from 0 to 100."""

    star: int
    start: Decimal
    length: Decimal
    label: str


def strips(rules: RuleSet) -> list[Strip]:
    """The bands as they lie on the scale, from the left."""
    scale = Decimal(WIDTH) / 100
    bands = sorted(rules.bands, key=lambda band: band.low)
    return [
        Strip(band.star, band.low * scale, (band.high - band.low) * scale, band_in_words(rules, band.star))
        for band in bands
    ]


def band_in_words(rules: RuleSet, star: int) -> str:
    """ "70 – dưới 90": which end belongs to a band is said, never left to be guessed."""
    band = next(one for one in rules.bands if one.star == star)
    low, high = show_score(band.low), show_score(band.high)
    if band.high == 100:
        return _("%(low)s – %(high)s") % {"low": low, "high": high}
    if band.low == 0:
        return _("dưới %(high)s") % {"high": high}
    return _("%(low)s – dưới %(high)s") % {"low": low, "high": high}


def span(rules: RuleSet) -> str:
    """ "06/7/2025 – 21/05/2026": both days are days on which the era applied."""
    if rules.ends_on is None:
        return _("từ %(start)s") % {"start": show_day(rules.starts_on)}
    last = rules.ends_on - timedelta(days=1)
    return f"{show_day(rules.starts_on)} – {show_day(last)}"


def recognisers(rules: RuleSet, *, on: date | None = None) -> list[tuple[int, str]]:
    """Each star with who recognises it: on a day, or over the whole era."""
    return [
        (
            star,
            ", ".join(str(Tier(tier).label) for tier in _tiers(rules, star, on)) or _("không công nhận"),
        )
        for star in _STARS
    ]


def _tiers(rules: RuleSet, star: int, on: date | None) -> list[str]:
    if on is not None:
        return rules.tiers_for(star, on=on)
    rows = [row for row in rules.competence if row.act == Act.RECOGNISE and row.star == star]
    return list(dict.fromkeys(row.tier for row in rows))


def competence_rows(rules: RuleSet) -> list[dict[str, Any]]:
    """The competence table: what, which star, who, from when until when, and who says so."""
    acts = {Act.RECOGNISE: _("Công nhận"), Act.REVOKE: _("Thu hồi")}
    return [
        {
            "act": acts[row.act],
            "star": row.star,
            "tier": Tier(row.tier).label,
            "starts_on": row.starts_on or rules.starts_on,
            "last_day": row.ends_on and row.ends_on - timedelta(days=1),
            "rule": row,
        }
        for row in rules.competence
    ]


def group_rows(rules: RuleSet, today: RuleSet) -> list[dict[str, Any]]:
    """Each group of the era beside the one of today's tree that its products are found in."""
    names = {group.today: group.name for group in today.groups}
    return [
        {"group": group, "number": group.today, "today": names.get(group.today, "–")}
        for group in rules.groups
    ]


def sets_by_group(rules: RuleSet) -> list[tuple[str, list[CriteriaSet]]]:
    """The criteria sets under the name of their group, in order."""
    names = {group.today: group.name for group in rules.groups}
    ordered = sorted(rules.criteria_sets, key=lambda one: (one.group, one.number))
    return [
        (names.get(number, str(number)), list(sets))
        for number, sets in groupby(ordered, key=lambda one: one.group)
    ]


@dataclass(frozen=True)
class Line:
    """A criterion as a line of the sheet; `depth` 1 is a criterion, 2 one below it."""

    criterion: Criterion
    depth: int


def sheet_lines(part: Criterion) -> list[Line]:
    """The criteria of a part from top to bottom."""
    lines: list[Line] = []

    def add(criterion: Criterion, depth: int) -> None:
        lines.append(Line(criterion, depth))
        for below in criterion.criteria:
            add(below, depth + 1)

    for criterion in part.criteria:
        add(criterion, 1)
    return lines


def least_table(tree: CriteriaTree) -> list[tuple[Criterion, list[Decimal]]]:
    """The criteria that ask for a least of points, with what 3, 4 and 5 stars ask."""
    rows = [(leaf, [leaf.least(star) for star in (3, 4, 5)]) for leaf in tree.leaves().values()]
    return [(leaf, least) for leaf, least in rows if any(least)]
