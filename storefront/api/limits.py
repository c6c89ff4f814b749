"""How much and how often a caller may send."""

from __future__ import annotations

import time
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from storefront.api.errors import ProblemError
from storefront.networks import client_network

MOST_RECORDS = 1000
LARGEST_BODY = 4 * 1024 * 1024
WINDOW = 60
#: Calls a minute: sending, reading with a key, reading without one; keys that are none, of one network.
WRITES, READS, READS_WITHOUT_KEY, BAD_KEYS = 30, 600, 120, 30


def count_call(caller: str, *, most: int) -> None:
    """Count one call of `caller` in this minute. Raises `ProblemError` 429, with the wait, above `most`."""
    now = int(time.time())
    key = f"api-calls:{caller}:{now // WINDOW}"
    cache.add(key, 0, timeout=2 * WINDOW)
    try:
        count = cache.incr(key)
    except ValueError:  # the cache let the key go in between
        count = 1
    if count > most:
        wait = WINDOW - now % WINDOW
        raise ProblemError(
            429,
            "too-many-calls",
            _("Quá %(most)s lần gọi trong một phút. Hãy gọi lại sau %(wait)s giây.")
            % {"most": most, "wait": wait},
            headers={"Retry-After": str(wait)},
        )


def caller_of(request: HttpRequest, token: Any) -> str:
    """A name to count by: the key, or a hash of the visitor's network where there is none."""
    if token is not None:
        return f"token-{token.pk}"
    return salted_hmac("storefront.api.limits", client_network(request)).hexdigest()
