"""The boxes to tick of a filter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.template.defaultfilters import floatformat
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from catalogue.search.query import Facet
from storefront.ready_templates import ReadyTemplate

register = template.Library()

#: Of more than so many values that many are shown at once, the rest on request.
MANY, FIRST = 8, 6
_ROW = ReadyTemplate("catalogue/_facet_row.html")


class Boxes(NamedTuple):
    """The boxes shown at once, those on request, and how many these are."""

    first: SafeString
    rest: SafeString
    number: int


@register.simple_tag
def facet_boxes(facets: Sequence[Facet], name: str, short: bool = False) -> Boxes:
    """A box for each value; `name` is the facet's in the address."""
    shown = FIRST if short and len(facets) > MANY else len(facets)
    boxes = [
        _ROW(
            name=name,
            value=facet.value,
            label=facet.label,
            number=_grouped(facet.count, get_language()),
            is_chosen=facet.selected,
            is_empty=not facet.count and not facet.selected,
        )
        for facet in facets
    ]
    first, rest = boxes[:shown], boxes[shown:]
    return Boxes(mark_safe("\n".join(first)), mark_safe("\n".join(rest)), len(rest))


@lru_cache(maxsize=4096)
def _grouped(number: int, _language: str | None) -> str:
    return str(floatformat(number, "0g"))
