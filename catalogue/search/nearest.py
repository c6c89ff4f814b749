"""How far the nearest place is that carries a product, and what it is called: read from those who keep such places,
not from the copy, so a point that closed a moment ago is not named."""

from __future__ import annotations

from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from catalogue.cards import Card

EARTH_KM = 6371.0


class Carried(NamedTuple):
    """One product at one place, in degrees; a source may leave the name out."""

    product: int
    latitude: float
    longitude: float
    name: str = ""


class Nearest(NamedTuple):
    """The way to the nearest place in kilometres, as the crow flies, and its name."""

    km: float
    name: str


def places_of(pks: Iterable[int]) -> list[Carried]:
    """Every place that carries one of these products, of every source; one call of each."""
    chosen = list(pks)
    return [
        Carried(*row) for source in settings.SEARCH_OUTLET_SOURCES for row in import_string(source)(chosen)
    ]


def tell(cards: list[Card], here: tuple[float, float]) -> None:
    """Set `nearest` on each card: a `Nearest`, or None where no place carries it."""
    ways: dict[int, Nearest] = {}
    for place in places_of([card.pk for card in cards]) if cards else ():
        way = Nearest(kilometres(here, (place.latitude, place.longitude)), place.name)
        ways[place.product] = min(way, ways.get(place.product, way))
    for card in cards:
        card.nearest = ways.get(card.pk)


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great circle between two positions in degrees."""
    (north, east), (there, beyond) = ((radians(value) for value in place) for place in (one, other))
    half = sin((there - north) / 2) ** 2 + cos(north) * cos(there) * sin((beyond - east) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))
