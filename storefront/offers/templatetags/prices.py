"""What a product truly cost before, for its page."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import QuerySet

from catalogue.product_page import part, part_of
from storefront.offers.models import PriceChange
from storefront.offers.prices import price_before

register = template.Library()


@register.simple_tag
def price_before_drop(product: Any) -> int | None:
    """The lowest price of the 30 days before the last drop; None when there is none to tell."""
    record = next(iter(product.stockrecords.all()), None)
    if record is None:
        return None
    changes = part_of(product, "price_changes")
    return price_before(record, [change for change in changes if change.stockrecord_id == record.pk])


@part("price_changes")
def _changes(*, product: int) -> QuerySet[PriceChange]:
    return PriceChange.objects.filter(stockrecord__product=product)
