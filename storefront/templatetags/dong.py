"""Money, days, distances and telephone numbers in templates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template

from storefront import told
from storefront.vietnamese import display_phone

register = template.Library()


@register.filter
def dong(amount: int | Decimal | None) -> str:
    """Whole đồng as today's language writes them, `165.000 ₫` or `₫165,000`; nothing for None."""
    return "" if amount is None else told.money(amount)


@register.filter
def named_day(on: date | None) -> str:
    """A day with its name, `Chủ nhật, 22/11/2026` or `Sunday, 22 Nov 2026`; nothing for None."""
    return "" if on is None else told.named_day(on)


@register.filter
def phone(e164: object) -> str:
    """A stored number as people write it."""
    return display_phone(str(e164 or ""))


@register.filter
def way(km: float) -> str:
    """A distance as today's language writes it, `3,2 km` or `3.2 km`."""
    return told.way(km)
