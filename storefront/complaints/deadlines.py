"""By when an answer is due: working days, Monday to Friday, without the holidays the operator names. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

_SATURDAY = 5


def after_working_days(start: date, days: int, *, holidays: Collection[date] = ()) -> date:
    """Return the day on which the `days`-th working day after `start` falls; `start` itself does not count."""
    day, left = start, days
    while left > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in holidays:
            left -= 1
    return day
