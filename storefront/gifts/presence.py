"""Whether there are gift baskets to show, known without asking the database on every page."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache

from storefront.gifts.models import GiftBasket

_KEY = "gifts-to-show"


def are_there_gifts() -> bool:
    """What was last known, and yes while nothing is: a menu must not change between a page and the next.

    The home page and every change of a gift basket find out anew.
    """
    return bool(cache.get(_KEY, True))


def first_gifts(most: int = 3) -> list[GiftBasket]:
    """The first public gift baskets; what they tell is remembered for `are_there_gifts`."""
    found = list(GiftBasket.objects.filter(is_public=True).order_by("position", "title", "pk")[:most])
    _remember(bool(found))
    return found


def find_out(**_signal: Any) -> None:
    """Ask and remember; receives the signals of saved and deleted gift baskets."""
    _remember(GiftBasket.objects.filter(is_public=True).exists())


def _remember(there: bool) -> None:
    if cache.get(_KEY) != there:
        cache.set(_KEY, there, None)
