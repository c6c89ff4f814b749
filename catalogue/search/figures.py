"""How much has a star on a day: from the sums where they know the day, else counted one by one."""

# ruff: noqa: S608 (statements are put together from constants)

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet

from catalogue.cards import Card
from catalogue.search.cards import cards_of
from catalogue.search.models import StarSpan
from catalogue.search.upkeep import tallies
from storefront.prepared import fetch
from storefront.ready_queries import ReadyQuery

#: So many seconds it is remembered how many producers there are: that is counted producer by producer.
SECONDS = 60
_SPANS = """search_starspan s JOIN search_entry e ON e.product_id = s.product_id
    AND e.listed AND s.begins <= %s AND s.ends > %s"""


class Figures(NamedTuple):
    """Listed products with a star, their producers, the provinces they are from."""

    products: int
    producers: int
    provinces: int


class OfProvince(NamedTuple):
    """A province of today with its products that have a star."""

    name: str
    slug: str
    products: int


def figures_of(on: date) -> Figures:
    """The figures of a day; one query, and once a minute another."""
    by_place = fetch(connection, *_by_place(on, "t.province_code", ""))
    number = sum(int(number) for _code, number in by_place)
    return Figures(number, _producers(on), sum(1 for code, _number in by_place if code))


def provinces_of(on: date) -> list[OfProvince]:
    """The provinces that have such products; one query."""
    joined = "JOIN places_province pr ON pr.code = t.province_code AND pr.valid_to IS NULL"
    return [
        OfProvince(name, slug, int(number))
        for name, slug, number in fetch(connection, *_by_place(on, "pr.name, pr.slug", joined))
    ]


def _by_place(on: date, place: str, joined: str) -> tuple[str, tuple[str, ...]]:
    day = on.isoformat()
    if tallies.knows(on):
        sums, days = "search_tally WHERE day <= %s AND star > 0", (day,)
        told = f"(SELECT province_code, SUM(number) AS number FROM {sums} GROUP BY 1) t"
    else:
        days = (day, day)
        told = f"(SELECT e.province_code, COUNT(*) AS number FROM {_SPANS} GROUP BY 1) t"
    return f"SELECT {place}, t.number FROM {told} {joined} WHERE t.number > 0", days


def _producers(on: date) -> int:
    key, day = f"producers-in-force:{on}", on.isoformat()
    found = cache.get(key)
    if found is None:
        joined = f"{_SPANS} JOIN catalogue_product p ON p.id = e.product_id"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(DISTINCT p.producer_id) FROM {joined}", (day, day))
            found = int(cursor.fetchone()[0])
        cache.set(key, found, SECONDS)
    return found


def newest_cards(number: int, *, on: date) -> list[Card]:
    """The products whose recognition is youngest of those in force, youngest first."""
    return cards_of(_newest(number=number, on=on), on=on)


def _newest_asked(*, number: int, on: date) -> QuerySet[StarSpan, int]:
    spans = StarSpan.objects.filter(begins__lte=on, ends__gt=on, product__search_entry__listed=True)
    return spans.order_by("-begins", "-product_id").values_list("product_id", flat=True)[:number]


_newest = ReadyQuery(_newest_asked, fixed=["number"])
