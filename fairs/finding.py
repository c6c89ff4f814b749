"""Sales points as people look for them: by place, by product, open now. Read-only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from catalogue.models import Product
from fairs.hours import HoursNow
from fairs.models import SalesPoint
from storefront.places.choices import sort_key
from storefront.places.models import Province
from storefront.vietnamese import fold

_LONGEST_TEXT = 80


@dataclass(frozen=True)
class PointQuery:
    """What somebody asks of the list. Everything optional; what makes no sense asks for nothing."""

    text: str = ""
    province: str = ""
    open_now: bool = False
    product: str = ""

    @classmethod
    def from_address(cls, parameters: Mapping[str, str]) -> PointQuery:
        """Read `tim`, `tinh` (two-digit code), `mo=1` and `san-pham` (a public id) from an address."""
        asked = {name: parameters.get(name, "").replace("\x00", "") for name in ("tim", "tinh", "san-pham")}
        return cls(
            text=asked["tim"].strip()[:_LONGEST_TEXT],
            province=asked["tinh"][:2],
            open_now=parameters.get("mo") == "1",
            product=asked["san-pham"][:10],
        )

    @property
    def count(self) -> int:
        """How many filters are set."""
        return sum(map(bool, (self.text, self.province, self.open_now, self.product)))


@dataclass(frozen=True)
class PointRow:
    """A sales point with its hours at the moment of reading."""

    point: SalesPoint
    hours: HoursNow


def find_points(query: PointQuery, *, at: datetime) -> list[PointRow]:
    """Return the listed points that answer the query at the moment `at`: open ones first, then by name."""
    points = SalesPoint.objects.listed().for_list()
    for word in fold(query.text).split():
        points = points.filter(
            Q(name_folded__contains=word)
            | Q(commune__name_folded__contains=word)
            | Q(province__name_folded__contains=word)
        )
    if query.province:
        points = points.filter(province__code=query.province)
    if query.product:
        points = points.filter(stock__product__public_id=query.product)
    rows = [PointRow(point=point, hours=point.hours_now(at=at)) for point in points]
    if query.open_now:
        rows = [row for row in rows if row.hours.is_open]
    return sorted(rows, key=lambda row: (not row.hours.is_open, sort_key(row.point.name), row.point.pk))


def provinces_with_points() -> list[tuple[str, str, int]]:
    """Return `(code, name, number of listed points)` of the provinces that have any, in Vietnamese order."""
    states = SalesPoint.objects.listed().order_by().values("province").annotate(number=Count("pk"))
    numbers = {row["province"]: row["number"] for row in states}
    provinces = Province.objects.filter(pk__in=numbers)
    return sorted(
        ((province.code, province.name, numbers[province.pk]) for province in provinces),
        key=lambda row: sort_key(row[1]),
    )


def points_as_geojson(rows: list[PointRow]) -> dict[str, Any]:
    """Return the points that have a position as a GeoJSON feature collection (RFC 7946, longitude first)."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": row.point.pk,
                "geometry": {
                    "type": "Point",
                    "coordinates": [float(row.point.longitude), float(row.point.latitude)],
                },
                "properties": {
                    "name": row.point.name,
                    "url": row.point.get_absolute_url(),
                    "address": row.point.address_label,
                    "hours": row.hours.words,
                    "open": row.hours.is_open,
                    "products": row.point.product_count,
                },
            }
            for row in rows
            if row.point.has_position
        ],
    }


def product_of(query: PointQuery) -> Product | None:
    """Return the product the list is narrowed to, if it is one."""
    return Product.objects.filter(public_id=query.product).first() if query.product else None
