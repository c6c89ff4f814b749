"""What a carrier asks for a parcel, asked once for a weight and a pair of provinces, never while rows are locked."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

from django.conf import settings
from django.core.cache import cache

from storefront.shipping.carriers.base import CarrierError, Quote, carrier_service
from storefront.shipping.rates import ZoneRate

logger = logging.getLogger(__name__)

#: Parcels are asked for in steps of so many grams: a basket's weight changes more often than its charge.
STEP_GRAMS = 500
#: Seconds a carrier that did not answer is left alone: one shopper waits for it, not each.
_LEFT_ALONE = 60
_may_ask: ContextVar[bool] = ContextVar("carrier_may_be_asked", default=True)


@contextmanager
def known_quotes_only() -> Iterator[None]:
    """Inside, nobody is asked: what was not asked before counts as unanswered."""
    token = _may_ask.set(False)
    try:
        yield
    finally:
        _may_ask.reset(token)


def quoted(zone: ZoneRate, *, grams: int, origin: str, destination: str) -> ZoneRate | None:
    """The carrier's charge and days in place of a zone's, from the zone's amount still free; None without an answer.

    `origin` and `destination` are codes of provinces. An answer holds for `OCOP_CARRIER_QUOTE_SECONDS`.
    """
    quote = _quote(_stepped(grams), origin, destination)
    if quote is None:
        return None
    return replace(
        zone, charge=quote.charge, days_min=quote.days_min, days_max=quote.days_max, included_grams=None
    )


def _stepped(grams: int) -> int:
    return max(-(-grams // STEP_GRAMS), 1) * STEP_GRAMS


def _quote(grams: int, origin: str, destination: str) -> Quote | None:
    service = carrier_service()
    if service is None:
        return None
    place = f"carrier-quote:{service.code}:{grams}:{origin}:{destination}"
    silent = f"carrier-silent:{service.code}"
    known = cache.get_many([place, silent])
    if place in known:
        return Quote(*known[place])
    if silent in known or not _may_ask.get():
        return None
    try:
        quote = service.quote(grams=grams, origin=origin, destination=destination)
    except CarrierError as error:
        logger.warning("carrier gave no quote", extra={"carrier": service.code, "error": str(error)})
        cache.set(silent, 1, _LEFT_ALONE)
        return None
    cache.set(place, (quote.charge, quote.days_min, quote.days_max), settings.OCOP_CARRIER_QUOTE_SECONDS)
    return quote
