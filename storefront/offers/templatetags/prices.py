"""What a product truly cost before, for its page."""

from __future__ import annotations

from typing import Any

from django import template

from storefront.offers.prices import price_before

register = template.Library()


@register.simple_tag
def price_before_drop(product: Any) -> int | None:
    """The lowest price of the 30 days before the last drop; None when there is none to tell. One query."""
    record = next(iter(product.stockrecords.all()), None)
    return None if record is None else price_before(record, record.price_changes.all())
