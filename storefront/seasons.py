"""Days of the year on which something is sold. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_DAY = re.compile(r"\A(\d{2})-(\d{2})\Z", re.ASCII)


@dataclass(frozen=True)
class Season:
    """From a day of the year to a day of the year, both included; it may run over New Year. `(month, day)`."""

    first: tuple[int, int]
    last: tuple[int, int]

    def is_open(self, on: date) -> bool:
        """Whether `on` lies in the season."""
        day = (on.month, on.day)
        if self.first <= self.last:
            return self.first <= day <= self.last
        return day >= self.first or day <= self.last

    def opens_on(self, on: date) -> date:
        """The day it is sold from, seen from `on`: `on` itself while it is open, else the next first day."""
        if self.is_open(on):
            return on
        this_year = _in_year(self.first, on.year)
        return this_year if this_year > on else _in_year(self.first, on.year + 1)

    @property
    def label(self) -> str:
        """`01/11–15/02`."""
        return "–".join(f"{day:02d}/{month:02d}" for month, day in (self.first, self.last))


def read_day(text: str) -> tuple[int, int]:
    """Read `MM-DD`, the 29th of February included. Raises `ValueError` for anything that is no day of a year."""
    found = _DAY.match(text)
    if not found:
        raise ValueError("not MM-DD")
    month, day = int(found[1]), int(found[2])
    date(2024, month, day)
    return month, day


def validate_day_of_year(text: str) -> None:
    """Field validator for `MM-DD`."""
    try:
        read_day(text)
    except ValueError as error:
        raise ValidationError(
            _("Ghi tháng-ngày, ví dụ 11-01 là mồng một tháng mười một."), code="day-of-year"
        ) from error


def season_of(product: Any) -> Season | None:
    """The season of a product; None for what is sold all year."""
    if not (product.season_from and product.season_to):
        return None
    return Season(read_day(product.season_from), read_day(product.season_to))


def _in_year(day: tuple[int, int], year: int) -> date:
    try:
        return date(year, *day)
    except ValueError:
        return date(year, 3, 1)
