"""Whether there are gift baskets to show, known without asking the database on every page."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet

from storefront.gifts.models import GiftBasket

_KEY = "gifts-to-show"
_FIRST = 3


def are_there_gifts() -> bool:
    """What was last known, and yes while nothing is: a menu must not change between a page and the next.

    The home page and every change of a gift basket find out anew.
    """
    return bool(cache.get(_KEY, True))


def first_asked() -> QuerySet[GiftBasket]:
    """The first public gift baskets, for a page that asks for them with other things."""
    return GiftBasket.objects.filter(is_public=True).order_by("position", "title", "pk")[:_FIRST]


def first_gifts(known: list[GiftBasket] | None = None) -> list[GiftBasket]:
    """The first public gift baskets, read now if not known; what they tell is remembered for `are_there_gifts`."""
    found = list(first_asked()) if known is None else known
    _remember(bool(found))
    return found


def find_out(**_signal: Any) -> None:
    """Ask and remember; receives the signals of saved and deleted gift baskets."""
    _remember(GiftBasket.objects.filter(is_public=True).exists())


def _remember(there: bool) -> None:
    if cache.get(_KEY) != there:
        cache.set(_KEY, there, None)
