"""Links to a carrier's page about a parcel. Pure."""

from __future__ import annotations

from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PLACE = "{number}"


def validate_pattern(pattern: str) -> None:
    """Field validator: an https address with one place for the number."""
    if not pattern.startswith("https://") or pattern.count(PLACE) != 1:
        raise ValidationError(
            _("Đường dẫn bắt đầu bằng https:// và có {number} đúng một lần."), code="link-pattern"
        )


def link_of(pattern: str, number: str) -> str:
    """The pattern with the number in it, whatever signs the number carries; empty without a pattern."""
    return pattern.replace(PLACE, quote(number, safe="")) if pattern and number else ""
