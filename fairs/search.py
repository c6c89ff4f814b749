"""Where products are carried, as search copies it."""

from __future__ import annotations

from collections.abc import Iterable

from fairs.models import SalesPoint


def outlets_of(pks: Iterable[int]) -> list[tuple[int, float, float, str]]:
    """Product, latitude, longitude, name of every public sales point with a position that carries one of them."""
    points = SalesPoint.objects.listed().filter(stock__product__in=list(pks), latitude__isnull=False)
    rows = points.order_by().values_list("stock__product_id", "latitude", "longitude", "name")
    return [(product, float(latitude), float(longitude), name) for product, latitude, longitude, name in rows]
