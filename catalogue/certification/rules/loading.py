"""Reads the eras from `data/*.toml` and picks the one a day belongs to."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from catalogue.certification.rules.rule_set import (
    Act,
    Band,
    Competence,
    CriteriaSet,
    Extension,
    Ground,
    Group,
    Renewal,
    RuleSet,
)

DATA = Path(__file__).parent / "data"


@cache
def load_rule_sets(folder: Path = DATA) -> tuple[RuleSet, ...]:
    """Every era of the folder, oldest first. Raises ValueError naming the file when one cannot be right."""
    loaded = [_read(path) for path in sorted(folder.glob("*.toml"))]
    return tuple(sorted(loaded, key=lambda rule_set: rule_set.starts_on))


def rule_sets_on(on: date, *, folder: Path = DATA) -> list[RuleSet]:
    """The eras under which something may be decided on that day, newest first (two while an old one lapses)."""
    return [
        rule_set
        for rule_set in reversed(load_rule_sets(folder))
        if rule_set.starts_on <= on and (rule_set.lapses_on is None or on < rule_set.lapses_on)
    ]


def rule_set_for(on: date, *, folder: Path = DATA) -> RuleSet | None:
    """The era in force on that day, or None before the first."""
    return next(iter(rule_sets_on(on, folder=folder)), None)


def rule_set_named(code: str, *, folder: Path = DATA) -> RuleSet | None:
    """The era of that code, or None."""
    return next((rule_set for rule_set in load_rule_sets(folder) if rule_set.code == code), None)


def grounds(*, folder: Path = DATA) -> dict[str, Ground]:
    """Every ground for revocation any era knows, by code."""
    return {ground.code: ground for rule_set in load_rule_sets(folder) for ground in rule_set.grounds}


def _read(path: Path) -> RuleSet:
    try:
        with path.open("rb") as file:
            rule_set = _rule_set(tomllib.load(file))
        _check(rule_set)
    except (KeyError, ValueError, TypeError, ArithmeticError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    return rule_set


def _rule_set(data: dict[str, Any]) -> RuleSet:
    scores, renewal, extension = data["scores"], data.get("renewal"), data.get("extension")
    return RuleSet(
        code=data["code"],
        name=data["name"],
        legal_basis=data["legal_basis"],
        source=data["source"],
        verified=data.get("verified", True),
        starts_on=data["starts_on"],
        ends_on=data.get("ends_on"),
        lapses_on=data.get("lapses_on", data.get("ends_on")),
        lowest_star=data["lowest_star"],
        term_months=data["term"]["months"],
        part_maxima={part: Decimal(top) for part, top in data["parts"].items() if part in "ABC"},
        bands=tuple(Band(row["star"], Decimal(row["low"]), Decimal(row["high"])) for row in scores["bands"]),
        competence=tuple(
            Competence(
                row["star"],
                row["tier"],
                Act(row.get("act", Act.RECOGNISE)),
                row.get("starts_on"),
                row.get("ends_on"),
                *_proof(row),
            )
            for row in data["competence"]
        ),
        groups=tuple(Group(row["name"], row["today"], *_proof(row)) for row in data["groups"]),
        grounds=tuple(Ground(row["code"], row["name"], *_proof(row)) for row in data.get("grounds", [])),
        criteria_sets=tuple(
            CriteriaSet(row["number"], row["name"], row["group"], row["agency"], *_proof(row))
            for row in data.get("criteria_sets", [])
        ),
        renewal=Renewal(renewal["opens_days"], renewal["closes_days"], *_proof(renewal)) if renewal else None,
        extension=Extension(extension["max_days"], *_proof(extension)) if extension else None,
    )


def _proof(row: dict[str, Any]) -> tuple[str, bool]:
    """Each rule names its source; a rule that could not be checked says so."""
    return row["source"], row.get("verified", True)


def _check(rule_set: RuleSet) -> None:
    edges = [(band.low, band.high) for band in sorted(rule_set.bands, key=lambda band: band.low)]
    if not edges or edges[0][0] != 0 or edges[-1][1] != 100:
        raise ValueError("the score bands must reach from 0 to 100")
    if any(high != low for (_, high), (low, _) in pairwise(edges)):
        raise ValueError("the score bands must touch each other")
    if set(rule_set.part_maxima) != set("ABC") or sum(rule_set.part_maxima.values()) != 100:
        raise ValueError("the maxima of parts A, B and C must add up to 100")
    if rule_set.ends_on is not None and rule_set.ends_on <= rule_set.starts_on:
        raise ValueError("an era ends after it starts")
    if any(not 1 <= group.today <= 6 for group in rule_set.groups):
        raise ValueError("a group must lead to one of today's six")
