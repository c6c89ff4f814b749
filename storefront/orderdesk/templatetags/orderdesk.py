"""Ages on the desk's pages."""

from __future__ import annotations

from datetime import datetime

from django import template

from storefront.orderdesk.wording import span_in_words

register = template.Library()


@register.simple_tag
def span_since(since: datetime, until: datetime) -> str:
    """`3 ngày` from one moment to the other."""
    return span_in_words(until - since)
