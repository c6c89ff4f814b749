"""The day a visitor asks about. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

# Outside these years an asked day is a slip of the keyboard; inside them every sum of days stays a date.
FIRST_YEAR, LAST_YEAR = 1900, 2199
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_SPOKEN = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)


@dataclass(frozen=True)
class AskedDay:
    """The day to answer for. `odd` is what was asked and is no day; then `on` is today."""

    on: date
    today: date
    odd: str = ""

    @property
    def is_today(self) -> bool:
        return self.on == self.today

    @property
    def lies_ahead(self) -> bool:
        return self.on > self.today

    @property
    def address(self) -> str:
        """The day as `?ngay=` carries it, "" for today."""
        return "" if self.is_today else self.on.isoformat()


def read_day(text: str, *, today: date) -> AskedDay:
    """Read `2025-03-01`, or `01/03/2025` as people write it; nothing at all asks about today."""
    asked = text.strip()
    if not asked:
        return AskedDay(today, today)
    if found := _ISO.fullmatch(asked):
        year, month, day = found.groups()
    elif found := _SPOKEN.fullmatch(asked):
        day, month, year = found.groups()
    else:
        return AskedDay(today, today, odd=asked)
    try:
        on = date(int(year), int(month), int(day))
    except ValueError:
        return AskedDay(today, today, odd=asked)
    return AskedDay(on, today) if FIRST_YEAR <= on.year <= LAST_YEAR else AskedDay(today, today, odd=asked)
