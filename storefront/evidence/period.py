"""The days a dossier speaks of, by the calendar of Vietnam."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from catalogue.certification.status import status_of


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both days included."""

    first: date
    last: date

    @property
    def starts_at(self) -> datetime:
        """The first moment of the first day."""
        return _midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """The first moment after the last day."""
        return _midnight(self.last + timedelta(days=1))

    @property
    def query(self) -> str:
        """The period as an address carries it."""
        return f"tu={self.first.isoformat()}&den={self.last.isoformat()}"

    def holds(self, day: date) -> bool:
        """Whether the day lies within."""
        return self.first <= day <= self.last

    def months(self) -> list[date]:
        """The first days of all months the period touches, in order."""
        found, month = [], self.first.replace(day=1)
        while month <= self.last:
            found.append(month)
            month = (month + timedelta(days=32)).replace(day=1)
        return found


def usual_period(product: Any, entries: Iterable[Any], *, today: date) -> Period:
    """From the day the last recognition began, else from the day the product was entered, until today."""
    status = status_of(entries, on=today)
    entered = timezone.localdate(product.date_created, timezone.get_default_timezone())
    return Period(min(status.valid_from or entered, today), today)


def today_here() -> date:
    """Today in Vietnam, whatever clock an officer has chosen for the back office."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def day_here(moment: datetime) -> date:
    """The day of a moment in Vietnam."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())
