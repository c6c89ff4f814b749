"""Where a basket's goods can be fetched: sales points that carry them, booths of their producers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from fairs.models import Booth, Fair, SalesPoint
from storefront.delivery.places import PickUpPlace
from storefront.ready_queries import ReadyQuery

#: Days of a fair one can choose from; a longer one gives its first days.
_MOST_DAYS = 10


def places_for(products: Mapping[int, set[int]], *, on: date) -> dict[int, list[PickUpPlace]]:
    """Places by producer pk, two queries whatever the basket holds.

    A sales point counts where it carries everything of that producer in the basket; a fair where the producer has a
    booth, on the days from `on` that are left of it.
    """
    found: dict[int, list[PickUpPlace]] = {producer: [] for producer in products}
    _add_points(found, products)
    _add_booths(found, on)
    return found


_CARRIED: ReadyQuery[tuple[int, int]] = ReadyQuery(
    lambda *, products: (
        SalesPoint.objects.listed()
        .filter(stock__product__in=products)
        .values_list("pk", "stock__product_id")
        .order_by("pk")
    )
)
_POINTS: ReadyQuery[SalesPoint] = ReadyQuery(
    lambda *, pks: SalesPoint.objects.filter(pk__in=pks).select_related("commune", "province").order_by("pk")
)
_BOOTHS: ReadyQuery[Booth] = ReadyQuery(
    lambda *, producers, at: (
        Booth.objects.filter(producer__in=producers, fair__state=Fair.State.ANNOUNCED, fair__closes_at__gt=at)
        .select_related("fair__province", "fair__commune")
        .order_by("fair__opens_at", "fair", "zone", "number")
    )
)


def _add_points(found: dict[int, list[PickUpPlace]], products: Mapping[int, set[int]]) -> None:
    wanted = set().union(*products.values())
    carried = _CARRIED(products=sorted(wanted))
    shelves = {
        point: {product for _pk, product in rows} for point, rows in groupby(carried, lambda row: row[0])
    }
    if not shelves:
        return
    for point in sorted(_POINTS(pks=list(shelves)), key=lambda point: point.name_folded):
        for producer, asked in products.items():
            if asked <= shelves[point.pk]:
                found[producer].append(_point(point))


def _point(point: SalesPoint) -> PickUpPlace:
    return PickUpPlace(
        reference=f"point-{point.pk}",
        kind="point",
        label=point.name,
        address=point.address_label,
        province_id=point.province_id,
    )


def _add_booths(found: dict[int, list[PickUpPlace]], on: date) -> None:
    seen: set[tuple[int, int]] = set()
    for booth in _BOOTHS(producers=sorted(found), at=timezone.now()):
        if (booth.fair_id, booth.producer_id) in seen:
            continue
        seen.add((booth.fair_id, booth.producer_id))
        found[booth.producer_id].append(_booth(booth, on))


def _booth(booth: Booth, on: date) -> PickUpPlace:
    fair = booth.fair
    first = max(fair.opens_on, on)
    span = min((fair.closes_on - first).days + 1, _MOST_DAYS)
    return PickUpPlace(
        reference=f"fair-{fair.pk}",
        kind="booth",
        label=_("%(fair)s, gian %(booth)s") % {"fair": fair.name, "booth": booth.number},
        address=", ".join(part for part in (fair.venue, fair.place_label) if part),
        province_id=fair.province_id,
        days=tuple(first + timedelta(days=day) for day in range(span)),
    )
