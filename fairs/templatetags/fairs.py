"""What other pages show of trade promotion: what is coming up, where to go, where a product can be had."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.db.models import QuerySet
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from catalogue.models import Product
from catalogue.product_page import part, part_of
from fairs import agenda, at_home
from fairs.hours import WEEKDAYS
from fairs.models import Fair, SalesPoint
from storefront.page_parts import part_read
from storefront.told import day as told_day

register = template.Library()

OUTLETS_SHOWN, FAIRS_SHOWN = 5, 3


@register.simple_tag(takes_context=True)
def upcoming_events(context: Context, count: int = 3) -> list[dict[str, Any]]:
    """Return the next events that will take place, as items of `components/agenda.html`."""
    return [entry.as_item() for entry in _ahead(context, count)]


@register.simple_tag(takes_context=True)
def number_of_upcoming_events(context: Context, most: int) -> int:
    """Return how many events will take place, at most `most`."""
    return len(_ahead(context, most))


@register.simple_tag(takes_context=True)
def nearest_sales_points(context: Context, count: int = 3) -> list[dict[str, Any]]:
    """Return sales points as items of `components/agenda.html`: open ones first, then the latest confirmed.

    The server does not know where a visitor stands; on the list page the visitor's machine sorts them.
    """
    now = timezone.now()
    points = part_read(context, "points_confirmed") if count <= at_home.MOST_POINTS else None
    if points is None:
        points = SalesPoint.objects.listed().for_list().order_by("-last_confirmed_on", "name_folded")
    looked_at = points[: count * at_home.LOOKED_AT]
    rows = sorted(
        ((point, point.hours_now(at=now)) for point in looked_at), key=lambda row: not row[1].is_open
    )
    return [
        {
            "icon": "shop",
            "title": point.name,
            "url": point.get_absolute_url(),
            "detail": ", ".join(part for part in (hours.words, _carried(point.product_count)) if part),
            "note": point.province.name,
        }
        for point, hours in rows[:count]
    ]


@register.simple_tag
def product_outlets(product: Product) -> SafeString:
    """Show the sales points and the coming fairs that carry a product; nothing when there are none."""
    now = timezone.now()
    found, fairs = part_of(product, "sales_points"), part_of(product, "fairs")
    if not found and not fairs:
        return SafeString("")
    shown = {
        "product": product,
        "points": [(point, point.hours_now(at=now)) for point in found[:OUTLETS_SHOWN]],
        "more": len(found) > OUTLETS_SHOWN,
        "fairs": [entry.as_item() for entry in agenda.entries_of(fairs, [], at=now)],
    }
    return render_to_string("fairs/_product_outlets.html", shown)


@part("sales_points")
def _carrying(*, product: int) -> QuerySet[SalesPoint]:
    points = SalesPoint.objects.listed().filter(stock__product=product).select_related("province", "commune")
    return points.order_by("-stock__confirmed_on", "name_folded")[: OUTLETS_SHOWN + 1]


@part("fairs")
def _coming(*, product: int, at: datetime) -> QuerySet[Fair]:
    coming = Fair.objects.upcoming(at=at).exclude(state="cancelled")
    return coming.filter(fair_products__product=product)[:FAIRS_SHOWN]


@register.inclusion_tag("fairs/_product_outlets.html")
def producer_outlets(producer: Any) -> dict[str, Any]:
    """Show the sales points and the coming fairs that carry anything of a producer, if there are any."""
    now = timezone.now()
    points = SalesPoint.objects.listed().filter(stock__product__producer=producer).distinct()
    found = points.select_related("province", "commune").order_by("name_folded")[:OUTLETS_SHOWN]
    fairs = Fair.objects.upcoming(at=now).exclude(state="cancelled")
    fairs = fairs.filter(fair_products__product__producer=producer).distinct()
    return {
        "points": [(point, point.hours_now(at=now)) for point in found],
        "fairs": [entry.as_item() for entry in agenda.entries_of(fairs[:FAIRS_SHOWN], [], at=now)],
    }


@register.filter
def long_day(moment: datetime) -> str:
    """Return a moment's local day in full: `thứ Bảy 28/11/2026`."""
    local = timezone.localtime(moment)
    return f"{WEEKDAYS[local.weekday()]} {told_day(local)}"


@register.filter
def capital(text: str) -> str:
    """Return the text with its first letter large; the rest stays as it is."""
    words = str(text)
    return words[:1].upper() + words[1:]


def _ahead(context: Context, count: int) -> list[agenda.AgendaEntry]:
    """The next events: of those the page has read, else asked now."""
    now = timezone.now()
    fairs, sessions = part_read(context, "fairs_ahead"), part_read(context, "sessions_ahead")
    if fairs is None or sessions is None or count > at_home.MOST_EVENTS:
        return agenda.upcoming(at=now, count=count, with_cancelled=False)
    return agenda.entries_of(fairs, sessions, at=now)[:count]


def _carried(number: int) -> str:
    return (
        ngettext("%(number)s sản phẩm", "%(number)s sản phẩm", number) % {"number": number} if number else ""
    )
