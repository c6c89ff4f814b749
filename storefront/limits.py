"""How often somebody may try something. Counted in the cache, for everybody behind the same mark together."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from storefront.errors import DomainError


class TooOftenError(DomainError):
    """Tried too often. `wait` is the number of seconds after which trying again has a chance."""

    def __init__(self, wait: int) -> None:
        minutes = max(1, round(wait / 60))
        super().__init__(
            _("Bạn đã thử quá nhiều lần. Hãy thử lại sau %(minutes)s phút.") % {"minutes": minutes},
            code="too-often",
        )
        self.wait = wait


def count_try(what: str, mark: str, *, most: int, seconds: int) -> None:
    """Count one try of `what` by `mark` (an address, a number: kept as a hash). Raises `TooOftenError` above `most`."""
    now = int(time.time())
    key = f"tries:{what}:{salted_hmac('storefront.limits', mark).hexdigest()[:32]}:{now // seconds}"
    cache.add(key, 0, timeout=2 * seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # the cache let the key go in between
        count = 1
    if count > most:
        raise TooOftenError(seconds - now % seconds)
