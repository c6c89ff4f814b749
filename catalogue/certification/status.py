"""What a product's star is on a day, computed from its ledger entries and that day alone.

Pure: no Django, no clock, no database. `managers` states the same rule in SQL and
`tests/integration/certification/test_status_in_sql.py` holds the two together.

The order in which entries were written never matters, only the days they speak of:

* an entry is *void* when a correction points at it; corrections themselves cannot be corrected;
* the *current* recognition on a day is the standing (not void) one that began last, on or before that day;
* a revocation ends the recognition that was current on the day of revocation, for good;
* an extension (transition rule only) carries the recognition it was decided under past its printed end;
* `valid_to` is always the first day on which the star is no longer in force.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

EVALUATED = "evaluated"
RECOGNISED = "recognised"
REPORTED = "reported"
EXTENDED = "extended"
REVOKED = "revoked"
CORRECTED = "corrected"
KINDS = (EVALUATED, RECOGNISED, REPORTED, EXTENDED, REVOKED, CORRECTED)


class State(StrEnum):
    """The answers a product, or one certificate, can get for a day."""

    NEVER = "never"
    UNPROVEN = "unproven"
    IN_FORCE = "in_force"
    EXTENDED = "extended"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


#: The states in which the star may be shown, sold under and counted.
IN_FORCE_STATES = frozenset({State.IN_FORCE, State.EXTENDED})


class Entry(Protocol):
    """What the rule reads of a ledger entry."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def effective_on(self) -> date | None: ...
    @property
    def star(self) -> int | None: ...
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...
    @property
    def corrects_id(self) -> int | None: ...
    @property
    def reported_year(self) -> int | None: ...


E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Status:
    """One answer for one day.

    `star`, `valid_from` and `valid_to` are those of the recognition the state speaks of, also when it has
    expired or was revoked; `valid_to` includes an extension decided by that day. A claim without proof has
    no star: only `claimed_star`, which must never be shown as a badge.
    """

    state: State
    star: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    entry_id: int | None = None
    revoked_on: date | None = None
    claimed_star: int | None = None
    superseded_on: date | None = None

    @property
    def is_in_force(self) -> bool:
        """Whether the star counts on that day."""
        return self.state in IN_FORCE_STATES


def standing(entries: Iterable[E]) -> list[E]:
    """The entries that no correction has made void, corrections left out."""
    listed = list(entries)
    void = {entry.corrects_id for entry in listed if entry.kind == CORRECTED}
    return [entry for entry in listed if entry.kind != CORRECTED and entry.id not in void]


def status_of(entries: Iterable[Entry], *, on: date) -> Status:
    """The status of the product these entries are about, on that day."""
    valid = standing(entries)
    current = _current(valid, on)
    if current is not None:
        return _certificate(current, valid, on)
    claims = [entry for entry in valid if entry.kind == REPORTED and _claimed_by(entry, on)]
    if claims:
        claim = max(claims, key=lambda entry: (entry.reported_year or 0, entry.id))
        return Status(State.UNPROVEN, entry_id=claim.id, claimed_star=claim.star)
    return Status(State.NEVER)


def certificate_status(entry: Entry, entries: Iterable[Entry], *, on: date) -> Status:
    """The status of one certificate (a recognition) among all entries of its product, on that day.

    Unlike `status_of` it can answer `superseded`: a later recognition began while this one was running.
    A certificate that was made void, or has not begun, is `never`. A claim is `unproven`.
    """
    valid = standing(entries)
    if all(other.id != entry.id for other in valid):
        return Status(State.NEVER, entry_id=entry.id)
    if entry.kind == REPORTED:
        return Status(State.UNPROVEN, entry_id=entry.id, claimed_star=entry.star)
    if entry.kind != RECOGNISED or entry.valid_from is None or entry.valid_from > on:
        return Status(State.NEVER, entry_id=entry.id)
    return _certificate(entry, valid, on)


def _current(valid: list[E], on: date) -> E | None:
    begun = [
        entry
        for entry in valid
        if entry.kind == RECOGNISED and entry.valid_from is not None and entry.valid_from <= on
    ]
    return max(begun, key=_beginning, default=None)


def _beginning(entry: Entry) -> tuple[date, int]:
    return (entry.valid_from or date.min, entry.id)


def _certificate(entry: Entry, valid: list[E], on: date) -> Status:
    """Whichever came first: revoked, replaced by a later recognition, or run out."""
    valid_from, valid_to = entry.valid_from or date.min, entry.valid_to or date.min
    later = [
        other.valid_from
        for other in valid
        if other.kind == RECOGNISED
        and other.valid_from is not None
        and other.valid_from <= on
        and _beginning(other) > _beginning(entry)
    ]
    next_from = min(later, default=None)
    own = [
        other
        for other in valid
        if other.effective_on is not None
        and valid_from <= other.effective_on <= on
        and (next_from is None or other.effective_on < next_from)
    ]
    revoked_on = min(
        (other.effective_on for other in own if other.kind == REVOKED and other.effective_on), default=None
    )
    extensions = [
        other.valid_to
        for other in own
        if other.kind == EXTENDED and other.valid_to and other.effective_on and other.effective_on <= valid_to
    ]
    until = max([valid_to, *extensions])
    certificate = Status(State.IN_FORCE, entry.star, valid_from, until, entry.id)
    if revoked_on is not None:
        return replace(certificate, state=State.REVOKED, revoked_on=revoked_on)
    if next_from is not None and next_from < until:
        return replace(certificate, state=State.SUPERSEDED, superseded_on=next_from)
    if on >= until:
        return replace(certificate, state=State.EXPIRED)
    return replace(certificate, state=State.EXTENDED) if on >= valid_to else certificate


def _claimed_by(claim: Entry, on: date) -> bool:
    return claim.reported_year is None or claim.reported_year <= on.year
