"""When a trade fair may be registered: pure date rules.

Source: Decree 81/2018/NĐ-CP, the organiser of a trade fair or exhibition registers with the Department of
Industry and Trade of the venue between 365 and 30 days before the opening. Market days, weeks of goods and
supply–demand meetings are not fairs in the decree's sense.
"""

from __future__ import annotations

from datetime import date, timedelta

EARLIEST = timedelta(days=365)
LATEST = timedelta(days=30)


def registration_window(opens_on: date) -> tuple[date, date]:
    """Return the first and last day on which a fair opening on `opens_on` may be registered, included."""
    return opens_on - EARLIEST, opens_on - LATEST


def is_within_window(day: date, *, opens_on: date) -> bool:
    """Whether `day` lies in the registration window of a fair opening on `opens_on`."""
    first, last = registration_window(opens_on)
    return first <= day <= last
