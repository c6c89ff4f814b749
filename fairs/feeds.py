"""What programs read: calendars and points on a map."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from fairs.agenda import entries_of
from fairs.calendar import CONTENT_TYPE, calendar_of
from fairs.finding import PointQuery, find_points, points_as_geojson
from fairs.models import Fair, LivestreamSession

# How far back the feed of everything reaches; programs keep what they have read.
KEPT = timedelta(days=365)


def _calendar_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    response["Cache-Control"] = "public, max-age=900"
    return response


@require_safe
@conditional_page
def calendar(request: HttpRequest) -> HttpResponse:
    """Everything announced, of the last year and to come."""
    now = timezone.now()
    fairs = Fair.objects.announced().filter(closes_at__gte=now - KEPT).select_related("province", "commune")
    sessions = LivestreamSession.objects.announced().filter(ends_at__gte=now - KEPT).select_related("host")
    entries = entries_of(fairs, sessions, at=now)
    return _calendar_file(calendar_of(entries, name=_("Sao Làng: hội chợ và livestream")), "sao-lang")


@require_safe
@conditional_page
def fair_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One fair."""
    fair = get_object_or_404(Fair.objects.announced().select_related("province", "commune"), slug=slug)
    return _calendar_file(calendar_of(entries_of([fair], [], at=timezone.now()), name=fair.name), slug)


@require_safe
@conditional_page
def livestream_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One livestream."""
    session = get_object_or_404(LivestreamSession.objects.announced().select_related("host"), slug=slug)
    return _calendar_file(calendar_of(entries_of([], [session], at=timezone.now()), name=session.name), slug)


@require_safe
def sales_points(request: HttpRequest) -> JsonResponse:
    """The points of the list, under the same filters, for a map."""
    rows = find_points(PointQuery.from_address(request.GET), at=timezone.now())
    return JsonResponse(
        points_as_geojson(rows),
        content_type="application/geo+json",
        json_dumps_params={"ensure_ascii": False},
    )
