"""Pages of trade promotion. Each fetches what is public, asks one module, answers."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.certification.status import Status
from catalogue.certification.status_reading import product_status
from catalogue.models import Product
from fairs import agenda as agendas
from fairs.finding import PointQuery, find_points, product_of, provinces_with_points
from fairs.hours import week_in_rows
from fairs.models import Fair, FairProduct, LivestreamItem, LivestreamSeries, LivestreamSession, SalesPoint
from fairs.outline import outline, place_on_drawing
from fairs.plan import free_by_category, plan_of
from storefront import touchpoints

PAST_PER_PAGE = 12
POINTS_PER_PAGE = 24


def _page(request: HttpRequest, things: Any, size: int) -> Any:
    return Paginator(things, size).get_page(request.GET.get("page"))


def _note_arrival(request: HttpRequest, kind: str, reference: str) -> None:
    """A shared address ends in `?tu=…` (from a broadcast, a poster): only then the visit is remembered."""
    if request.GET.get("tu"):
        touchpoints.leave(request, kind=kind, reference=reference)


@require_safe
def fair_list(request: HttpRequest) -> HttpResponse:
    """Fairs to come, the next one first and large, and those that are over."""
    now = timezone.now()
    coming = agendas.entries_of(Fair.objects.upcoming(at=now).for_list().select_related("cover"), [], at=now)
    past = _page(request, Fair.objects.past(at=now).for_list(), PAST_PER_PAGE)
    held = sorted(agendas.entries_of(past, [], at=now), key=lambda entry: entry.starts_at, reverse=True)
    first = next((entry for entry in coming if not entry.is_cancelled), None)
    others = [entry for entry in coming if entry is not first]
    context = {"next": first, "others": others, "past": past, "held": held}
    return render(request, "fairs/fair_list.html", context)


@require_safe
def fair_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One fair: facts, plan, who is there with what, each product with its star today."""
    now, today = timezone.now(), timezone.localdate()
    fair = get_object_or_404(
        Fair.objects.announced().select_related("province", "commune", "cover"), slug=slug
    )
    _note_arrival(request, "fair", fair.slug)
    booths = list(fair.booths.select_related("category", "producer"))
    stand = {booth.producer_id: booth for booth in reversed(booths) if not booth.is_free}
    shown = FairProduct.objects.filter(fair=fair, product__in=Product.objects.listed())
    shown = shown.prefetch_related(Prefetch("product", Product.objects.for_cards()))
    context = {
        "fair": fair,
        "entry": agendas.entries_of([fair], [], at=now)[0],
        "zones": plan_of(booths),
        "booths": booths,
        "free": [] if fair.is_over(at=now) else free_by_category(booths),
        "free_count": sum(1 for booth in booths if booth.is_free),
        "takes_registrations": fair.takes_registrations(on=today),
        "is_over": fair.is_over(at=now),
        "cards": [
            (item.product, product_status(item.product, on=today), stand.get(item.product.producer_id))
            for item in shown
        ],
        "today": today,
    }
    return render(request, "fairs/fair_detail.html", context)


@require_safe
def livestream_list(request: HttpRequest) -> HttpResponse:
    """The next session large, then each series with its sessions."""
    now = timezone.now()
    sessions = LivestreamSession.objects.for_list().order_by("starts_at")
    series = LivestreamSeries.objects.public().prefetch_related(Prefetch("sessions", sessions))
    coming = LivestreamSession.objects.upcoming(at=now).exclude(state="cancelled")
    following = coming.for_list().select_related("cover").first()
    shelves = [(one, agendas.entries_of([], one.sessions.all(), at=now)) for one in series]
    context = {
        "next": agendas.entries_of([], [following], at=now)[0] if following else None,
        "series": shelves,
    }
    return render(request, "fairs/livestream_list.html", context)


@require_safe
def livestream_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One session: its running order, each product with its star as of the day it airs."""
    now = timezone.now()
    session = get_object_or_404(
        LivestreamSession.objects.announced().select_related("series", "host", "cover"), slug=slug
    )
    _note_arrival(request, "livestream", session.slug)
    items = LivestreamItem.objects.filter(session=session).select_related(
        "producer__province", "producer__commune__province"
    )
    items = items.prefetch_related(Prefetch("product", Product.objects.for_cards()))
    context = {
        "session": session,
        "entry": agendas.entries_of([], [session], at=now)[0],
        "turns": [_turn(item, on=session.airs_on) for item in items],
        "is_over": session.is_over(at=now),
        "host_is_verified": bool(session.host and session.host.is_verified(on=session.airs_on)),
    }
    return render(request, "fairs/livestream_detail.html", context)


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Everything that is on, month by month; `?thang=2026-11` shows one month, `?loai=` one kind."""
    now = timezone.now()
    kind = request.GET.get("loai", "")
    kind = kind if kind in (agendas.FAIR, agendas.LIVESTREAM) else ""
    month = _month(request.GET.get("thang", ""))
    entries = agendas.in_month(month, at=now, kind=kind) if month else agendas.upcoming(at=now, kind=kind)
    this_month = timezone.localdate().replace(day=1)
    context = {
        "months": [(agendas.month_title(first), listed) for first, listed in agendas.by_month(entries)],
        "month": month,
        "month_title": agendas.month_title(month) if month else "",
        "before": agendas.month_before(month or this_month),
        "after": agendas.month_after(month) if month else None,
        "kind": kind,
    }
    return render(request, "fairs/agenda.html", context)


@require_safe
def sales_point_list(request: HttpRequest) -> HttpResponse:
    """Sales points, list first: by place, by name, open now; the map is drawn beside it."""
    query = PointQuery.from_address(request.GET)
    rows = find_points(query, at=timezone.now())
    parameters = request.GET.copy()
    parameters.pop("page", None)
    dots = [
        (row, *place_on_drawing(row.point.longitude, row.point.latitude))
        for row in rows
        if row.point.has_position
    ]
    context = {
        "query": query,
        "page": _page(request, rows, POINTS_PER_PAGE),
        "querystring": parameters.urlencode(),
        "provinces": provinces_with_points(),
        "product": product_of(query),
        "outline": outline(),
        "dots": dots,
        "tile_url": settings.MAP_TILE_URL,
    }
    return render(request, "fairs/sales_point_list.html", context)


@require_safe
def sales_point_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One sales point: open or not, where, what it carries and when that was last seen."""
    now, today = timezone.now(), timezone.localdate()
    point = get_object_or_404(
        SalesPoint.objects.visible().select_related("kind", "province", "commune", "photo"), slug=slug
    )
    _note_arrival(request, "sales_point", point.slug)
    stock = point.stock.filter(product__in=Product.objects.listed())
    stock = stock.prefetch_related(Prefetch("product", Product.objects.for_cards()))
    cards = [(line.product, product_status(line.product, on=today), line.confirmed_on) for line in stock]
    context = {
        "point": point,
        "hours": point.hours_now(at=now),
        "week": week_in_rows(point.opening_hours, on=today),
        "cards": sorted(cards, key=lambda card: not (card[1] and card[1].is_in_force)),
        "outline": outline(),
        "dots": [(None, *place_on_drawing(point.longitude, point.latitude))] if point.has_position else [],
        "tile_url": settings.MAP_TILE_URL,
    }
    return render(request, "fairs/sales_point_detail.html", context)


def _turn(item: LivestreamItem, *, on: date) -> tuple[LivestreamItem, Product | None, Status | None]:
    """A turn in the running order with its product's star on that day; goods taken off sale stay unnamed."""
    product = item.product
    if product is None or not product.is_public or product.producer.state != "active":
        return item, None, None
    return item, product, product_status(product, on=on)


def _month(text: str) -> date | None:
    """The first day of the month `2026-11` names; None for what names no month of our days."""
    named = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text)
    return date(int(named[1]), int(named[2]), 1) if named else None
