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
#: So many newest products a page shows at most.
MOST_NEWEST = 20
_SPANS = """search_starspan s JOIN search_entry e ON e.product_id = s.product_id
    AND e.listed AND s.begins <= %s AND s.ends > %s"""


class Figures(NamedTuple):
    """Listed products with a star, their producers, the provinces they are from."""

    products: int
    producers: int
    provinces: int


class OfPlace(NamedTuple):
    """Products that have a star from one province; without a name where it is none of today's."""

    code: str
    name: str
    slug: str
    products: int


def figures_of(on: date, places: list[OfPlace]) -> Figures:
    """The figures of a day from where its products are from; once a minute a query."""
    known = sum(1 for place in places if place.code)
    return Figures(sum(place.products for place in places), _producers(on), known)


def places_of(on: date) -> list[OfPlace]:
    """Where the products that have a star are from; one query."""
    day = on.isoformat()
    if tallies.knows(on):
        sums, days = "search_tally WHERE day <= %s AND star > 0", (day,)
        told = f"(SELECT province_code, SUM(number) AS number FROM {sums} GROUP BY 1) t"
    else:
        days = (day, day)
        told = f"(SELECT e.province_code, COUNT(*) AS number FROM {_SPANS} GROUP BY 1) t"
    joined = "LEFT JOIN places_province pr ON pr.code = t.province_code AND pr.valid_to IS NULL"
    sql = f"SELECT t.province_code, pr.name, pr.slug, t.number FROM {told} {joined} WHERE t.number > 0"
    return [
        OfPlace(code, name or "", slug or "", int(number))
        for code, name, slug, number in fetch(connection, sql, days)
    ]


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


def newest_cards(number: int, *, on: date, known: list[int] | None = None) -> list[Card]:
    """The products whose recognition is youngest of those in force, youngest first; `known` are their keys."""
    return cards_of((_newest(on=on) if known is None else known)[:number], on=on)


def newest_asked(*, on: date) -> QuerySet[StarSpan, int]:
    """The keys of the products whose recognition is youngest, as many as a page shows at most."""
    spans = StarSpan.objects.filter(begins__lte=on, ends__gt=on, product__search_entry__listed=True)
    return spans.order_by("-begins", "-product_id").values_list("product_id", flat=True)[:MOST_NEWEST]


_newest = ReadyQuery(newest_asked)
