"""Days of the demo: everything is dated by its distance from the day the demo was loaded first."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from catalogue.producers.models import Producer
from storefront.demo.reading import read_table


def loading_day() -> date:
    """Return the day the demo entered this database, or today when it has not.

    A load that was broken off and is taken up on another day goes on with the days it began with.
    """
    names = [row["name"] for row in read_table("producers")]
    first = (
        Producer.objects.filter(name__in=names, illustrative=True)
        .order_by("registered_at")
        .values_list("registered_at", flat=True)
        .first()
    )
    return timezone.localdate(first) if first else timezone.localdate()


def day_at(start: date, offset: int | str, *, weekday: int | None = None) -> date:
    """Return the day `offset` days after `start` (before it when negative), moved on to `weekday` (0 Monday)."""
    day = start + timedelta(days=int(offset))
    return day if weekday is None else day + timedelta(days=(weekday - day.weekday()) % 7)


def moment_at(day: date, clock: str) -> datetime:
    """Return `"08:30"` on a day, in local time."""
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))
