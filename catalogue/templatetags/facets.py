"""The boxes to tick of a filter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from catalogue.search.query import Facet
from storefront.ready_templates import ReadyTemplate
from storefront.told import grouped

register = template.Library()

#: Of more than so many values that many are shown at once, the rest on request.
MANY, FIRST = 8, 6
_ROW = ReadyTemplate("catalogue/_facet_row.html")


class Boxes(NamedTuple):
    """The boxes shown at once, those on request, and what the way to these is called."""

    first: SafeString
    rest: SafeString
    more: str


@register.simple_tag
def facet_boxes(facets: Sequence[Facet], name: str, short: bool = False) -> Boxes | None:
    """A box for each value, `name` being the facet's in the address; None where no value leads to a product.

    A value that is chosen can be taken off and counts as one that does.
    """
    if not any(facet.count or facet.selected for facet in facets):
        return None
    language = get_language()
    boxes = _ROW.each(
        {
            "name": name,
            "value": facet.value,
            "label": facet.label,
            "number": grouped(facet.count, language),
            "is_chosen": facet.selected,
            "is_empty": not facet.count and not facet.selected,
        }
        for facet in facets
    )
    shown = FIRST if short and len(boxes) > MANY else len(boxes)
    first, rest = boxes[:shown], boxes[shown:]
    return Boxes(mark_safe("\n".join(first)), mark_safe("\n".join(rest)), _more(len(rest), language))


@lru_cache(maxsize=256)
def _more(number: int, _language: str | None) -> str:
    return ngettext("Thêm %(number)s nơi", "Thêm %(number)s nơi", number) % {"number": number}
