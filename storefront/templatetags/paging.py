"""Which pages of a long list are linked."""

from __future__ import annotations

from django import template
from django.core.paginator import Page

register = template.Library()


@register.filter
def linked(page: Page) -> list[int]:
    """The first and the last page, and those up to two away: the outermost of these stand for what is left out."""
    last = page.paginator.num_pages
    near = range(max(1, page.number - 2), min(last, page.number + 2) + 1)
    return sorted({1, *near, last})
