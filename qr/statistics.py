"""How often codes are scanned, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from qr.models import Code, DailyScans, Scan


@dataclass(frozen=True)
class Day:
    """Scans of one day: people once each, the same people again, machines."""

    day: date
    scans: int = 0
    repeats: int = 0
    bots: int = 0


@dataclass(frozen=True)
class Bar:
    """One day of the drawing, which is 10 wide per day and 100 high."""

    day: Day
    x: int
    y: int
    height: int


def bars_of(days: Sequence[Day]) -> list[Bar]:
    """The days as bars, the busiest one filling the height."""
    most = max((day.scans for day in days), default=0) or 1
    heights = [round(100 * day.scans / most) for day in days]
    return [
        Bar(day, 10 * n + 1, 100 - height, height)
        for n, (day, height) in enumerate(zip(days, heights, strict=True))
    ]


def scans_by_day(code: Code, *, today: date, days: int = 30) -> list[Day]:
    """The last `days` days of a code up to `today`, without gaps; rolled-up days as rolled up, others counted now."""
    first = today - timedelta(days=days - 1)
    rolled = DailyScans.objects.filter(code=code, day__gte=first, day__lt=today)
    found = {each.day: Day(each.day, each.scans, each.repeats, each.bots) for each in rolled}
    fresh = (
        Scan.objects.filter(code=code, at__date__gte=first)
        .values("at__date")
        .annotate(
            scans=Count("pk", filter=Q(is_bot=False, is_repeat=False)),
            repeats=Count("pk", filter=Q(is_bot=False, is_repeat=True)),
            bots=Count("pk", filter=Q(is_bot=True)),
        )
        .order_by("at__date")
    )
    for row in fresh:
        day = row.pop("at__date")
        found.setdefault(day, Day(day, **row))
    return [found.get(day, Day(day)) for day in (first + timedelta(days=n) for n in range(days))]
