"""What else the maker of a product makes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from catalogue.cards import Card, draw_cards
from storefront.ready_templates import ReadyTemplate

_RELATED = ReadyTemplate("catalogue/_related.html")


def related(product: Any, cards: Iterable[Card]) -> SafeString:
    """Cards of other products of the same maker; nothing without one."""
    drawn = tuple(draw_cards(cards))
    if not drawn:
        return SafeString("")
    producer = product.producer
    return _RELATED(producer=producer.name, producer_href=producer.get_absolute_url(), cards=drawn)
