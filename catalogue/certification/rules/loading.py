"""Reads the eras from their files and picks the one a day belongs to.

An era is `<folder>/<name>.toml`; the scoring sheets known point by point lie in `<folder>/<code>/*.toml`. Read
are the eras that come with the program and those in the folder of the setting `OCOP_RULES_FOLDER`.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings

from catalogue.certification.rules.criteria import CriteriaTree, Criterion, Option, check_tree
from catalogue.certification.rules.rule_set import (
    Act,
    Band,
    Competence,
    CriteriaSet,
    Extension,
    Ground,
    Group,
    Procedure,
    Proof,
    Renewal,
    Replacement,
    RuleSet,
)
from storefront.vietnamese import fold

DATA = Path(__file__).parent / "data"


def load_rule_sets(folder: Path | None = None) -> tuple[RuleSet, ...]:
    """Every era, oldest first: those of `folder` alone, or those of the program and of the setting.

    Raises ValueError naming the file when one cannot be right.
    """
    if folder is not None:
        return _load((folder,))
    more = getattr(settings, "OCOP_RULES_FOLDER", None)
    return _load((DATA, Path(more)) if more else (DATA,))


def rule_sets_on(on: date, *, folder: Path | None = None) -> list[RuleSet]:
    """The eras under which something may be decided on that day, newest first (two while an old one lapses)."""
    return [
        rule_set
        for rule_set in reversed(load_rule_sets(folder))
        if rule_set.starts_on <= on and (rule_set.lapses_on is None or on < rule_set.lapses_on)
    ]


def rule_set_for(on: date, *, folder: Path | None = None) -> RuleSet | None:
    """The era in force on that day, or None before the first."""
    return next(iter(rule_sets_on(on, folder=folder)), None)


def rule_set_named(code: str, *, folder: Path | None = None) -> RuleSet | None:
    """The era of that code, or None."""
    return next((rule_set for rule_set in load_rule_sets(folder) if rule_set.code == code), None)


def grounds(*, folder: Path | None = None) -> dict[str, Ground]:
    """Every ground for revocation any era knows, by code; the newest wording of each."""
    return {ground.code: ground for rule_set in load_rule_sets(folder) for ground in rule_set.grounds}


def group_today(name: str, *, folder: Path | None = None) -> int | None:
    """The number (1–6) of today's group that a group of any era belongs to, by its name without marks."""
    wanted = fold(name)
    eras = reversed(load_rule_sets(folder))
    return next((group.today for era in eras for group in era.groups if fold(group.name) == wanted), None)


@cache
def _load(folders: tuple[Path, ...]) -> tuple[RuleSet, ...]:
    if absent := [str(folder) for folder in folders if not folder.is_dir()]:
        raise ValueError(f"no folder of rule sets: {', '.join(absent)}")
    loaded = [_read(path) for folder in folders for path in sorted(folder.glob("*.toml"))]
    codes = [rule_set.code for rule_set in loaded]
    if len(codes) != len(set(codes)):
        raise ValueError("two files hold the same era")
    ends = {row.code: (rule_set.starts_on, row.lapses_on) for rule_set in loaded for row in rule_set.replaces}
    eras = (
        _ended(rule_set, *ends[rule_set.code]) if rule_set.code in ends else rule_set for rule_set in loaded
    )
    return tuple(sorted(eras, key=lambda rule_set: rule_set.starts_on))


def _ended(rule_set: RuleSet, ends_on: date, lapses_on: date | None) -> RuleSet:
    """The era as a later one ends it."""
    return replace(rule_set, ends_on=ends_on, lapses_on=lapses_on or ends_on)


def _read(path: Path) -> RuleSet:
    try:
        with path.open("rb") as file:
            rule_set = _rule_set(tomllib.load(file))
        _check(rule_set)
        rule_set = replace(rule_set, trees=_trees(path.parent / rule_set.code, rule_set))
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
        lowest_star=data["lowest_star"]["star"],
        term_months=data["term"]["months"],
        part_maxima={part: Decimal(top) for part, top in data["parts"].items() if part in "ABC"},
        bands=tuple(Band(row["star"], Decimal(row["low"]), Decimal(row["high"])) for row in scores["bands"]),
        competence=tuple(_competence(row) for row in data["competence"]),
        groups=tuple(Group(row["name"], row["today"], *_proof(row)) for row in data["groups"]),
        grounds=tuple(Ground(row["code"], row["name"], *_proof(row)) for row in data.get("grounds", [])),
        criteria_sets=tuple(
            CriteriaSet(
                row["number"],
                row["name"],
                row["group"],
                row["agency"],
                *_proof(row),
                row.get("subgroup", ""),
            )
            for row in data.get("criteria_sets", [])
        ),
        renewal=Renewal(renewal["opens_days"], renewal["closes_days"], *_proof(renewal)) if renewal else None,
        extension=Extension(extension["max_days"], *_proof(extension)) if extension else None,
        caution=data.get("caution", ""),
        proofs={name: Proof(*_proof(data[name])) for name in ("lowest_star", "term", "parts", "scores")},
        procedures=tuple(
            Procedure(row["name"], row["text"], *_proof(row)) for row in data.get("procedures", [])
        ),
        replaces=tuple(Replacement(row["code"], row.get("lapses_on")) for row in data.get("replaces", [])),
    )


def _competence(row: dict[str, Any]) -> Competence:
    return Competence(
        row["star"],
        row["tier"],
        Act(row.get("act", Act.RECOGNISE)),
        row.get("starts_on"),
        row.get("ends_on"),
        *_proof(row),
    )


def _trees(folder: Path, rule_set: RuleSet) -> dict[int, CriteriaTree]:
    trees = {}
    for path in sorted(folder.glob("*.toml")):
        with path.open("rb") as file:
            data = tomllib.load(file)
        tree = CriteriaTree(
            data["number"],
            tuple(_criterion(row) for row in data["parts"]),
            data.get("refused_when", ""),
            *_proof(data),
        )
        check_tree(tree, rule_set.part_maxima)
        if tree.number not in {known.number for known in rule_set.criteria_sets}:
            raise ValueError(f"{path.name} is the sheet of no criteria set of the era")
        trees[tree.number] = tree
    return trees


def _criterion(row: dict[str, Any]) -> Criterion:
    return Criterion(
        row["code"],
        row["name"],
        Decimal(row["max"]),
        row.get("note", ""),
        tuple(_criterion(below) for below in row.get("criteria", [])),
        tuple(Option(Decimal(one["points"]), one["text"], one.get("star")) for one in row.get("options", [])),
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
