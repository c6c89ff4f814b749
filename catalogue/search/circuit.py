"""A search server that is away is left alone for half a minute, so that nobody waits for it.

The state lies in the cache: shared by all workers on Redis, each worker's own otherwise. Going away and coming back
are logged once each.
"""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime

from django.core.cache import cache

logger = logging.getLogger(__name__)

OPEN_SECONDS = 30
_OPEN, _AWAY, _TRYING = "search-circuit:open", "search-circuit:away", "search-circuit:trying"


def is_closed() -> bool:
    """Whether to ask the server. After half a minute away, one question at a time tries."""
    state = cache.get_many([_OPEN, _AWAY])
    if state.get(_OPEN, 0) > time.time():
        return False
    return _AWAY not in state or cache.add(_TRYING, 1, 2)


def is_away() -> bool:
    """Whether the last question to the server failed."""
    return cache.get(_AWAY) is not None


def rests_until() -> datetime | None:
    """Until when no question goes to the server; None while questions do."""
    until = cache.get(_OPEN, 0)
    return datetime.fromtimestamp(until, tz=UTC) if until > time.time() else None


def open_it(error: Exception) -> None:
    """Leave the server alone for a while."""
    cache.set(_OPEN, time.time() + OPEN_SECONDS, OPEN_SECONDS)
    if cache.add(_AWAY, 1, None):
        logger.warning("search server away, the database answers: %s", error)


def close_it() -> None:
    """The server has answered."""
    if cache.get(_AWAY) is not None:
        cache.delete_many([_OPEN, _AWAY, _TRYING])
        logger.warning("search server back")
