"""The register of sales points: a point enters, a product is seen on its shelf, the point is seen open."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from catalogue.models import Product
from fairs.kinds import load_sales_point_kinds
from fairs.models import SalesPoint, SalesPointKind, SalesPointStock
from storefront.locks import locked


def kind_of_place(code: str) -> SalesPointKind:
    """Return the kind of place with that code, entering those of data/sales_point_kinds.csv if need be.

    Raises `SalesPointKind.DoesNotExist` for a code neither the file nor an officer knows.
    """
    known = SalesPointKind.objects.filter(code=code).first()
    if known is None:
        load_sales_point_kinds(SalesPointKind)
        known = SalesPointKind.objects.get(code=code)
    return known


@transaction.atomic
def register_sales_point(
    name: str,
    *,
    kind: SalesPointKind | str,
    province: Any,
    state: str = SalesPoint.State.PROPOSED,
    by: Any = None,
    **facts: Any,
) -> SalesPoint:
    """Enter a sales point and return it.

    `kind` is a `SalesPointKind` or its code: "station-port", "rest-stop", "mall-market", "tourism",
    "craft-village", "local-trade-centre", "exhibition-centre", "industrial-park", "post-office",
    "producer-shop", "other". `state` is one of "proposed", "surveyed", "supported", "recognised", "closed";
    "recognised" needs `decision_number` and `decision_on`. Further `facts`: operator, commune, address,
    latitude, longitude (Decimal degrees), opening_hours (OSM, "Mo-Su 07:00-20:00"), phone, last_confirmed_on,
    description, photo (image). Raises `ValidationError` for malformed facts; nothing is written then.
    """
    point = SalesPoint(
        name=name,
        kind=kind_of_place(kind) if isinstance(kind, str) else kind,
        province=province,
        state=state,
        **facts,
    )
    point.full_clean()
    point.save()
    log(point, "wagtail.create", user=by)
    return point


@transaction.atomic
def confirm_stock(point: SalesPoint, product: Product, on: date | None = None) -> SalesPointStock:
    """Note that `product` was seen at `point` on a day (default today), and that the point was open then.

    An older day never overwrites a newer one.
    """
    day = on or timezone.localdate()
    (point,) = locked(SalesPoint.objects.filter(pk=point.pk))
    stock, _created = SalesPointStock.objects.get_or_create(
        point=point, product=product, defaults={"confirmed_on": day}
    )
    if stock.confirmed_on < day:
        stock.confirmed_on = day
        stock.save(update_fields=["confirmed_on"])
    if point.last_confirmed_on is None or point.last_confirmed_on < day:
        point.last_confirmed_on = day
        point.save(update_fields=["last_confirmed_on", "updated_at", "slug", "name_folded"])
    return stock
