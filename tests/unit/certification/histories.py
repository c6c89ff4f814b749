"""Generated histories of one product: dense in coincidences, free of the ledger's own caution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from catalogue.certification.status import CORRECTED, EVALUATED, EXTENDED, RECOGNISED, REPORTED, REVOKED

FIRST = date(2025, 12, 20)
#: Few days, so that entries of one day, gaps of one day and ends that meet are common.
DAYS = 30


@dataclass(frozen=True)
class Fact:
    """An entry as `status` reads it. `id` is its place in the history, from 1."""

    id: int
    kind: str
    effective_on: date | None = None
    star: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    corrects_id: int | None = None
    reported_year: int | None = None


def days() -> st.SearchStrategy[date]:
    return st.integers(0, DAYS).map(lambda offset: FIRST + timedelta(days=offset))


def lengths() -> st.SearchStrategy[timedelta]:
    return st.integers(1, DAYS // 2).map(lambda days: timedelta(days=days))


@st.composite
def facts(draw: st.DrawFn, number: int) -> Fact:
    """One fact that is no correction."""
    kind = draw(st.sampled_from([RECOGNISED, RECOGNISED, RECOGNISED, EXTENDED, REVOKED, REPORTED, EVALUATED]))
    day, star = draw(days()), draw(st.integers(3, 5))
    if kind == RECOGNISED:
        return Fact(number, kind, day, star, day, day + draw(lengths()))
    if kind == EXTENDED:
        return Fact(number, kind, day, star, None, day + draw(lengths()))
    if kind == REPORTED:
        return Fact(number, kind, star=star, reported_year=draw(st.sampled_from([None, 2025, 2026, 2027])))
    return Fact(number, kind, day, star)


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    """Up to eight facts; some of them corrected away, each at most once."""
    told = [draw(facts(number)) for number in range(1, draw(st.integers(0, 8)) + 1)]
    wrong = draw(st.sets(st.sampled_from([fact.id for fact in told]), max_size=3)) if told else set()
    corrections = [
        Fact(len(told) + place, CORRECTED, corrects_id=id_) for place, id_ in enumerate(sorted(wrong), 1)
    ]
    return told + corrections
