"""What one era of the law says. Pure data with the few questions the ledger asks of it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from catalogue.certification.rules.criteria import CriteriaTree


class Act(StrEnum):
    """What an authority decides about a star."""

    RECOGNISE = "recognise"
    REVOKE = "revoke"


@dataclass(frozen=True)
class Proof:
    """Who says so, and whether that could be checked; unchecked is shown as "chưa kiểm chứng"."""

    source: str
    verified: bool


@dataclass(frozen=True)
class Band:
    """Scores of one star: `low` ≤ score < `high`; the top band includes its `high`."""

    star: int
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Competence:
    """One authority tier may do `act` for `star` while `starts_on` ≤ day < `ends_on` (None: the whole era)."""

    star: int
    tier: str
    act: Act
    starts_on: date | None
    ends_on: date | None
    source: str
    verified: bool


@dataclass(frozen=True)
class Group:
    """A product group as the era names it, with the number of today's group (1–6) it belongs to."""

    name: str
    today: int
    source: str
    verified: bool


@dataclass(frozen=True)
class CriteriaSet:
    """One "bộ tiêu chí" with its group (1–6) and the agencies in charge."""

    number: int
    name: str
    group: int
    agency: str
    source: str
    verified: bool
    subgroup: str = ""


@dataclass(frozen=True)
class Ground:
    """One lawful ground for revoking a recognition."""

    code: str
    name: str
    source: str
    verified: bool


@dataclass(frozen=True)
class Renewal:
    """Days before the end within which the renewal file is handed in: opens first, closes last."""

    opens_days: int
    closes_days: int
    source: str
    verified: bool


@dataclass(frozen=True)
class Extension:
    """The transition rule: certificates of earlier eras may be carried at most `max_days` past their end."""

    max_days: int
    source: str
    verified: bool


@dataclass(frozen=True)
class Procedure:
    """A step or a deadline officers look up; nothing is computed from it."""

    name: str
    text: str
    source: str
    verified: bool


@dataclass(frozen=True)
class Replacement:
    """An older era this one ends on its own first day; its pending files may be decided until `lapses_on`."""

    code: str
    lapses_on: date | None


@dataclass(frozen=True)
class RuleSet:
    """One era. In force while `starts_on` ≤ day < `ends_on`; pending files may be decided until `lapses_on`.

    `caution`: what whoever relies on the whole era must know of how it was read.
    `proofs`: the proof of "lowest_star", "term", "parts" and "scores".
    """

    code: str
    name: str
    legal_basis: str
    source: str
    verified: bool
    starts_on: date
    ends_on: date | None
    lapses_on: date | None
    lowest_star: int
    term_months: int
    part_maxima: dict[str, Decimal]
    bands: tuple[Band, ...]
    competence: tuple[Competence, ...]
    groups: tuple[Group, ...]
    grounds: tuple[Ground, ...]
    criteria_sets: tuple[CriteriaSet, ...]
    renewal: Renewal | None
    extension: Extension | None
    caution: str = ""
    proofs: Mapping[str, Proof] = field(default_factory=dict)
    procedures: tuple[Procedure, ...] = ()
    replaces: tuple[Replacement, ...] = ()
    trees: Mapping[int, CriteriaTree] = field(default_factory=dict)

    def band(self, score: Decimal | int) -> int:
        """The star whose half-open band holds `score`. Never rounds.

        Raises TypeError for a float (not exact) and ValueError outside 0–100.
        """
        if isinstance(score, bool) or not isinstance(score, Decimal | int):
            raise TypeError("a score is a Decimal, never a float")
        exact = Decimal(score)
        if not exact.is_finite() or not 0 <= exact <= 100:
            raise ValueError("a score lies between 0 and 100")
        return max((band for band in self.bands if band.low <= exact), key=lambda band: band.low).star

    def competent(self, star: int, *, tier: str, on: date, act: Act = Act.RECOGNISE) -> bool:
        """Whether an authority of that tier may do `act` for that star on that day.

        An era that says nothing about an act (revoking, before 2026) forbids nobody.
        """
        rows = [row for row in self.competence if row.act == act]
        return not rows or any(
            row.star == star
            and row.tier == tier
            and (row.starts_on is None or row.starts_on <= on)
            and (row.ends_on is None or on < row.ends_on)
            for row in rows
        )

    def tiers_for(self, star: int, *, on: date) -> list[str]:
        """The tiers that recognise that star on that day."""
        return [
            tier for tier in ("district", "province", "ministry") if self.competent(star, tier=tier, on=on)
        ]

    def tree(self, number: int | None) -> CriteriaTree | None:
        """The scoring sheet of that criteria set, where it is known point by point."""
        return self.trees.get(number) if number is not None else None

    @property
    def unverified(self) -> int:
        """How many of its rules could not be checked."""
        rows = [
            *self.proofs.values(),
            *self.competence,
            *self.groups,
            *self.grounds,
            *self.criteria_sets,
            *self.procedures,
            *self.trees.values(),
            *(rule for rule in (self.renewal, self.extension) if rule),
        ]
        return sum(not row.verified for row in rows) + (not self.verified)

    def end_of_term(self, valid_from: date) -> date:
        """The first day not in force of a recognition that begins on `valid_from`."""
        return add_months(valid_from, self.term_months)


def add_months(day: date, months: int) -> date:
    """The same day that many months later, or the month's last day when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
