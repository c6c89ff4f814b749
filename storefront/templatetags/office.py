"""Words of the back office."""

from __future__ import annotations

from django import template
from django.contrib.auth.models import Permission

from storefront.office_words import right_in_words as in_words

register = template.Library()


@register.filter
def right_in_words(right: Permission) -> str:
    """What a right lets people do: `Thêm điểm bán`."""
    return in_words(right)
