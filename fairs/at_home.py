"""What the home page reads of trade promotion, with all else it shows in one query."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, QuerySet

from fairs.models import Fair, LivestreamSession, SalesPoint

MOST_EVENTS, MOST_POINTS = 30, 3
#: Open points come first: so many are looked at for each that is shown.
LOOKED_AT = 4


def fairs_ahead(*, at: datetime) -> QuerySet[Fair]:
    """The next fairs that will take place, with what a line of the agenda tells."""
    coming = Fair.objects.upcoming(at=at).exclude(state="cancelled").defer("description")
    return coming.annotate(booth_count=Count("booths"))[:MOST_EVENTS]


def sessions_ahead(*, at: datetime) -> QuerySet[LivestreamSession]:
    """The next livestreams that will take place, with what a line of the agenda tells."""
    coming = LivestreamSession.objects.upcoming(at=at).exclude(state="cancelled").defer("description")
    return coming.annotate(producer_count=Count("items__producer", distinct=True))[:MOST_EVENTS]


def points_confirmed() -> QuerySet[SalesPoint]:
    """The sales points confirmed last, with how many products they carry."""
    points = SalesPoint.objects.listed().select_related("province").defer("description")
    points = points.annotate(product_count=Count("stock"))
    return points.order_by("-last_confirmed_on", "name_folded")[: MOST_POINTS * LOOKED_AT]
