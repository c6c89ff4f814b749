"""How search stands now: who answers, what waits, what the server reads. Looked at by people, changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

from catalogue.search import circuit, outbox
from catalogue.search.backends.base import BackendAwayError
from catalogue.search.leases import BUILDER, DRAINER, Lease
from catalogue.search.models import Entry

if TYPE_CHECKING:
    from catalogue.search.server.looking import Index

#: The worker looks every two seconds: what has waited this long, nobody is working off.
LATE = timedelta(minutes=5)


class Who(StrEnum):
    """Who answers shoppers, and why."""

    DATABASE = "database"
    SERVER = "server"
    # The server answers us, but shoppers' questions still pass it by.
    RESTING = "resting"
    AWAY = "away"
    UNBUILT = "unbuilt"


@dataclass(frozen=True)
class Standing:
    """`rests_until` while the circuit is open; `missing` products the index lacks though nothing waits."""

    who: Who
    lag: outbox.Lag
    working: bool
    building: bool
    rests_until: datetime | None = None
    indexes: list[Index] = field(default_factory=list)
    missing: int = 0

    @property
    def late(self) -> bool:
        """Whether something has waited so long that the worker cannot be running."""
        return is_late(self.lag)


def is_late(lag: outbox.Lag) -> bool:
    """Whether what waits has waited longer than a running worker ever lets it."""
    return lag.waiting > 0 and lag.seconds > LATE.total_seconds()


def standing() -> Standing:
    """Look now. Asks the server once or twice with the short time-out of a shopper's question."""
    lag = outbox.lag()
    working, building = Lease.is_held(DRAINER), Lease.is_held(BUILDER)
    if outbox.serving() is None:
        return Standing(Who.DATABASE, lag, working, building)
    rests_until = circuit.rests_until()
    try:
        indexes = import_module("catalogue.search.server.looking").indexes()
    except BackendAwayError:
        return Standing(Who.AWAY, lag, working, building, rests_until)
    who = Who.RESTING if circuit.is_away() else Who.SERVER
    kept = next((one.documents for one in indexes if one.kind == "products"), None)
    if kept is None:
        return Standing(Who.UNBUILT, lag, working, building, rests_until, indexes)
    settled = not (lag.waiting or building)
    missing = max(0, Entry.objects.count() - kept) if settled else 0
    return Standing(who, lag, working, building, rests_until, indexes, missing)
