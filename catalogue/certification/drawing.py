"""The ledger of one product as a drawing: where each thing lies, in per cent of the drawing's width. Pure.

One lane for each star, the highest above; evaluations are dots above them, what was corrected away lies below,
struck through. Nothing is said here that the table of the ledger under the drawing does not say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from catalogue.certification.status import (
    CORRECTED,
    EVALUATED,
    IN_FORCE_STATES,
    RECOGNISED,
    REVOKED,
    State,
    certificate_status,
    standing,
    status_of,
)

LANE, TOP = 30, 12
#: Above so many years every second one is named on a narrow screen.
FEW_YEARS = 5


@dataclass(frozen=True)
class Bar:
    """A stretch of days. `tone`: "star-5" … "star-3", "extended", "lost" (would have run, was taken away), "void"."""

    tone: str
    start: float
    length: float
    top: int
    label: str = ""

    @property
    def end(self) -> float:
        return round(self.start + self.length, 2)

    @property
    def middle(self) -> int:
        return self.top + 10


@dataclass(frozen=True)
class Mark:
    """A day. `tone`: "evaluated", "revoked", "void"."""

    tone: str
    at: float
    top: int
    label: str = ""

    @property
    def middle(self) -> int:
        return self.top + 10


@dataclass(frozen=True)
class Lane:
    """What lies at this height."""

    label: str
    top: int
    key: str


@dataclass(frozen=True)
class Drawing:
    """Everything drawn. `today` and `window` are None where they lie outside or there is none."""

    lanes: tuple[Lane, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    years: tuple[Mark, ...]
    today: float | None
    window: Bar | None
    height: int
    dense: bool

    @property
    def tones(self) -> list[str]:
        """What the legend explains: only what is drawn, in this order."""
        drawn = {bar.tone for bar in self.bars} | {mark.tone for mark in self.marks}
        drawn |= {"window"} if self.window else set()
        named = ("star-5", "star-4", "star-3", "evaluated", "extended", "revoked", "window", "void")
        return [tone for tone in named if tone in drawn]


def draw(entries: Iterable[Any], *, on: date, window: tuple[int, int] | None = None) -> Drawing | None:
    """Draw these entries as of that day; None while there is nothing with a day.

    `window` is how many days before the end a renewal may be filed, first and last, shaded for the
    certificate that counts on that day.
    """
    listed = sorted(entries, key=lambda entry: entry.id)
    if not any(entry.effective_on and entry.kind != CORRECTED for entry in listed):
        return None
    return _Drawer(listed, on, window).drawing()


class _Drawer:
    """Holds the scale while lanes are filled."""

    def __init__(self, entries: list[Any], on: date, window: tuple[int, int] | None) -> None:
        self.entries, self.on, self.window = entries, on, window
        self.valid = standing(entries)
        kept = {entry.id for entry in self.valid}
        dated = [entry for entry in entries if entry.effective_on and entry.kind != CORRECTED]
        self.void = [entry for entry in dated if entry.id not in kept]
        days = [on, *(day for entry in entries for day in _days_of(entry))]
        self.first = date(min(days).year, 1, 1)
        self.last = date(min(max(days).year + 1, 9999), 1, 1)
        self.lanes = self._lanes()
        self.tops = {lane.key: lane.top for lane in self.lanes}

    def drawing(self) -> Drawing:
        years = tuple(
            Mark("", self._at(date(year, 1, 1)), 0, str(year))
            for year in range(self.first.year, self.last.year)
        )
        bars = [bar for entry in self.valid if entry.kind == RECOGNISED for bar in self._certificate(entry)]
        bars += [self._bar("void", *_span(entry), "void") for entry in self.void if entry.kind == RECOGNISED]
        return Drawing(
            self.lanes,
            tuple(bars),
            tuple(self._marks()),
            years,
            self._at(self.on),
            self._window(),
            TOP + LANE * len(self.lanes) + 26,
            len(years) > FEW_YEARS,
        )

    def _lanes(self) -> tuple[Lane, ...]:
        stars = sorted({entry.star for entry in self.valid if entry.kind == RECOGNISED}, reverse=True)
        named = [(EVALUATED, "")] if any(entry.kind == EVALUATED for entry in self.valid) else []
        named += [(f"star-{star}", f"{star} ★") for star in stars]
        named += [("void", "")] if self.void else []
        named = named or [("void", "")]
        return tuple(Lane(label, TOP + LANE * place, key) for place, (key, label) in enumerate(named))

    def _certificate(self, entry: Any) -> list[Bar]:
        """What held, what an extension added, and what a revocation took away."""
        own, key = certificate_status(entry, self.valid, on=self.on), f"star-{entry.star}"
        end = entry.valid_to
        if own.state == State.NEVER or own.valid_to is None:
            return [self._bar(key, entry.valid_from, end, key, f"{entry.star} ★")]
        stop = min(day for day in (own.valid_to, own.revoked_on, own.superseded_on) if day)
        bars = [self._bar(key, entry.valid_from, min(end, stop), key, f"{entry.star} ★")]
        if stop > end:
            bars.append(self._bar("extended", end, stop, key))
        if own.revoked_on and own.revoked_on < own.valid_to:
            bars.append(self._bar("lost", own.revoked_on, own.valid_to, key))
        return bars

    def _marks(self) -> list[Mark]:
        marks = []
        for entry in self.valid:
            if entry.kind == EVALUATED:
                marks.append(Mark("evaluated", self._at(entry.effective_on), self.tops[EVALUATED]))
            elif entry.kind == REVOKED and (key := self._lane_of(entry)):
                marks.append(Mark("revoked", self._at(entry.effective_on), self.tops[key]))
        gone = [entry for entry in self.void if entry.kind != RECOGNISED]
        return marks + [Mark("void", self._at(entry.effective_on), self.tops["void"]) for entry in gone]

    def _lane_of(self, revocation: Any) -> str:
        """The lane of the star that was taken away."""
        day = revocation.effective_on
        begun = [
            entry
            for entry in self.valid
            if entry.kind == RECOGNISED and entry.valid_from and entry.valid_from <= day
        ]
        last = max(begun, key=lambda entry: (entry.valid_from, entry.id), default=None)
        return f"star-{last.star}" if last else ""

    def _window(self) -> Bar | None:
        current = status_of(self.valid, on=self.on)
        if self.window is None or current.state not in IN_FORCE_STATES or current.valid_to is None:
            return None
        opens, closes = (current.valid_to - timedelta(days=days) for days in self.window)
        start = self._at(max(opens, self.first))
        return Bar("window", start, round(self._at(closes) - start, 2), TOP)

    def _bar(self, tone: str, start: date, end: date, lane: str, label: str = "") -> Bar:
        at = self._at(start)
        return Bar(tone, at, max(round(self._at(end) - at, 2), 0.4), self.tops[lane], label)

    def _at(self, day: date) -> float:
        return round((day - self.first).days / (self.last - self.first).days * 100, 2)


def _days_of(entry: Any) -> list[date]:
    return [day for day in (entry.effective_on, entry.valid_from, entry.valid_to) if day]


def _span(entry: Any) -> tuple[date, date]:
    return entry.valid_from, entry.valid_to


__all__ = ["Bar", "Drawing", "Lane", "Mark", "draw"]
