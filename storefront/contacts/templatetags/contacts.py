"""Ways to a producer on the pages of others."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Q, QuerySet

from catalogue.product_page import part, part_of
from storefront.contacts.asking import can_be_asked
from storefront.contacts.models import ChannelLink
from storefront.sales_mode import sells_here

register = template.Library()


@register.inclusion_tag("contacts/_ways.html")
def ways_to_buy(product: Any) -> dict[str, Any]:
    """A question to the producer, where nothing is ordered here, and the shops elsewhere."""
    is_ordered_here = sells_here() and product.selling == "orderable" and product.nature == "goods"
    return {
        "product": product,
        "links": part_of(product, "channels") if product.producer_id else [],
        "offers_enquiry": not is_ordered_here and can_be_asked(product),
    }


@part("channels")
def _elsewhere(*, product: int, producer: int | None) -> QuerySet[ChannelLink]:
    links = ChannelLink.objects.filter(Q(product=None) | Q(product=product), producer=producer)
    return links.order_by("-product_id", "channel", "pk")
