"""What the three lists share: days as days, stars to choose from."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.tables import Column

from catalogue.certification.checks import show_day

STARS = [(star, f"{star} ★") for star in (5, 4, 3)]


def dash(value: Any) -> Any:
    """The value, or a dash where there is none."""
    return "–" if value in (None, "") else value


def day_column(name: str, label: Any, *, sort_key: str = "") -> Column:
    """A day as 17/01/2025: officers compare days, "five years ago" is no use to them."""
    return Column(
        name,
        label=label,
        accessor=lambda row: dash((day := getattr(row, name)) and show_day(day)),
        sort_key=sort_key or name,
    )
