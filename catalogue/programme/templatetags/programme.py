"""What the programme office's pages say of a status."""

from __future__ import annotations

from datetime import date

from django import template

from catalogue.certification.status import Status
from catalogue.certification.wording import describe

register = template.Library()


@register.filter
def told(status: Status, on: date) -> str:
    """The status on that day in one sentence."""
    return describe(status, on)
