"""What a product of one's own cost over the last days: every change, and a chart of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.offers.models import PriceChange
from storefront.offers.prices import prices_at
from storefront.portal.doors import ProducersOnly

DAYS = (30, 90, 365)
WIDTH, HEIGHT, _MARGIN = 600, 140, 8
#: More changes than this nobody reads; the chart shows them all.
_MOST_ROWS = 100


@dataclass(frozen=True)
class Row:
    """One change and who made it, said without a name: it may be an officer's."""

    at: datetime
    was: int | None
    now: int | None
    by: str | Promise


@dataclass(frozen=True)
class Chart:
    """A line of steps as points of an SVG, with the lowest and the highest price in it; None without any price."""

    points: str
    least: int
    most: int


class PriceHistoryView(ProducersOnly):
    """`?ngay=30|90|365`; anything else is 90."""

    here = "products"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        product = get_object_or_404(self.products.select_related("producer"), public_id=public_id)
        asked = request.GET.get("ngay", "")
        days = int(asked) if asked in {str(each) for each in DAYS} else 90
        until = timezone.now()
        since = until - timedelta(days=days)
        record = product.stockrecords.order_by("pk").first()
        changes = list(
            PriceChange.objects.filter(stockrecord=record, at__gte=since, at__lte=until).order_by("at", "pk")
            if record
            else ()
        )
        before = prices_at([record], since)[record.pk] if record else None
        own = set(product.producer.users.values_list("pk", flat=True))
        return self.page(
            "price_history",
            product=product,
            days=days,
            choices=DAYS,
            rows=[_row(change, own) for change in reversed(changes[-_MOST_ROWS:])],
            chart=draw(before, changes, since=since, until=until),
            price_now=record.price if record else None,
            since=since,
            until=until,
            size=(WIDTH, HEIGHT),
        )


def _row(change: PriceChange, own: set[int]) -> Row:
    by: str | Promise = _("hệ thống")
    if change.by_id is not None:
        by = _("chủ thể") if change.by_id in own else _("người của sàn")
    return Row(change.at, change.was, change.now, by)


def draw(before: int | None, changes: list[Any], *, since: datetime, until: datetime) -> Chart | None:
    """The steps from the price before the first change to now; a time without a price draws as nothing paid."""
    steps: list[tuple[datetime, int]] = [(since, before)] if before is not None else []
    steps += [(change.at, change.now or 0) for change in changes]
    if not steps:
        return None
    prices = [price for _at, price in steps]
    least, most = min(prices), max(prices)
    span = (until - since).total_seconds() or 1

    def place(at: datetime, price: int) -> str:
        across = (at - since).total_seconds() / span * WIDTH
        share = (price - least) / (most - least) if most > least else 0.5
        down = HEIGHT - _MARGIN - share * (HEIGHT - 2 * _MARGIN)
        return f"{across:.1f},{down:.1f}"

    points, last = [], None
    for at, price in steps:
        if last is not None:
            points.append(place(at, last))
        points.append(place(at, price))
        last = price
    points.append(place(until, prices[-1]))
    return Chart(" ".join(points), least, most)
