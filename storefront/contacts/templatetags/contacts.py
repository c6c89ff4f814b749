"""Ways to a producer on the pages of others."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from catalogue.product_page import part, part_of
from storefront.contacts.asking import can_be_asked
from storefront.contacts.models import ChannelLink
from storefront.ready_addresses import ReadyAddress
from storefront.ready_templates import ReadyTemplate
from storefront.sales_mode import sells_here

register = template.Library()
_WAYS = ReadyTemplate("contacts/_ways.html")
_asking = ReadyAddress("contacts:enquire")


class _Shop(NamedTuple):
    url: str
    name: str


@register.simple_tag
def ways_to_buy(product: Any) -> SafeString:
    """A question to the producer, where nothing is ordered here, and the shops elsewhere; nothing without either."""
    is_ordered_here = sells_here() and product.selling == "orderable" and product.nature == "goods"
    links = part_of(product, "channels") if product.producer_id else []
    enquiry = not is_ordered_here and can_be_asked(product)
    if not links and not enquiry:
        return SafeString("")
    return _WAYS(
        enquiry=_asking(public_id=product.public_id) if enquiry else "",
        shops=tuple([_Shop(link.url, str(link.get_channel_display())) for link in links]),
    )


@part("channels")
def _elsewhere(*, product: int, producer: int | None) -> QuerySet[ChannelLink]:
    links = ChannelLink.objects.filter(Q(product=None) | Q(product=product), producer=producer)
    return links.order_by("-product_id", "channel", "pk")
