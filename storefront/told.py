"""Money, distances, days and moments as each language writes them: the one place that knows.

Vietnamese: `95.000 ₫`, `22/11/2026`, `08:30 22/11/2026`. English: `₫95,000`, `22 Nov 2026`, `22 Nov 2026, 08:30`.
Templates reach the same forms by the filters `dong` and `named_day` and by Django's names (`date:"SHORT_DATE_FORMAT"`,
`"DATETIME_FORMAT"`, `"YEAR_MONTH_FORMAT"`, `"MONTH_DAY_FORMAT"`, `floatformat:"0g"`), whose patterns lie in
`storefront/formats/<language>/formats.py`. What is kept, exported or printed for an authority stays Vietnamese.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storefront.vietnamese import format_dong


def money(amount: int | Decimal) -> str:
    """Whole đồng in today's language. Raises `ValueError` for a fraction of a đồng, in either."""
    told = format_dong(amount)
    if not (get_language() or "vi").startswith("en"):
        return told
    digits = told.removesuffix("\u00a0₫").replace(".", ",")
    return f"-₫{digits[1:]}" if digits.startswith("-") else f"₫{digits}"


@lru_cache(maxsize=4096)
def grouped(number: int, language: str | None) -> str:
    """A whole number in today's language, which is `language`: `1.610`, in English `1,610`."""
    return number_format(number, 0, force_grouping=True)


def way(km: float) -> str:
    """A distance in today's language: `3,2 km`, `1.120 km`; in English `3.2 km`, `1,120 km`.

    One decimal below ten kilometres. Where somebody stands is known to about a kilometre, so below one
    no number is told.
    """
    if km < 1:
        return _("dưới 1 km")
    number = (
        number_format(round(km, 1), 1)
        if round(km, 1) < 10
        else number_format(round(km), 0, force_grouping=True)
    )
    return f"{number}\u00a0km"


def day(on: date) -> str:
    """A day with its month and year."""
    # A moment may equal one of another day elsewhere: only plain days are remembered.
    return _day(on, get_language()) if type(on) is date else date_format(on, "SHORT_DATE_FORMAT")


@lru_cache(maxsize=4096)
def _day(on: date, language: str | None) -> str:
    """In today's language, which is `language`."""
    return date_format(on, "SHORT_DATE_FORMAT")


def named_day(on: date) -> str:
    """A day with its name: `Chủ nhật, 22/11/2026`, in English `Sunday, 22 Nov 2026`."""
    return f"{date_format(on, 'l')}, {day(on)}"


def day_of_month(on: date) -> str:
    """A day of which the year is plain from what stands around it: `22/11`, in English `22 Nov`."""
    return date_format(on, "MONTH_DAY_FORMAT")


def moment(at: datetime) -> str:
    """A moment on the shop's own clock."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
