"""Who sells a product and on which terms, as the law wants it on the page."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from catalogue.producers.shown import maker_of
from storefront.ready_templates import ReadyTemplate
from storefront.sales_mode import operator_sells, sells_here

register = template.Library()
_SELLER = ReadyTemplate("catalogue/_seller.html")


class _Operator(NamedTuple):
    name: str
    address: str
    phone: str
    email: str
    tax_code: str


@register.simple_tag
def seller_facts(product: Any) -> SafeString:
    """The seller's identity and the terms of the offer. No query: the page has the producer with its place.

    A household stands there with its business name and its place alone: its telephone, street and tax code are a
    person's.
    """
    facts = _identity(product.producer, is_operator=operator_sells(), is_buyer=False)
    known = facts["operator"]
    return _SELLER(
        **{
            **facts,
            "producer": maker_of(product.producer),
            "operator": _Operator._make([known.get(name) or "" for name in _Operator._fields]),
        },
        public_id=product.public_id,
        sells_here=sells_here() and product.selling == "orderable",
        return_days=settings.OCOP_RETURN_DAYS,
    )


@register.inclusion_tag("catalogue/_seller_of_share.html")
def seller_of_share(producer: Any) -> dict[str, Any]:
    """Whom a share of a basket is bought from, at the checkout; a household's facts are short, as everywhere."""
    facts = _identity(producer, is_operator=operator_sells(), is_buyer=False)
    return {**facts, "complaint_address": reverse("complaints:new")}


@register.inclusion_tag("catalogue/_seller_of_share.html")
def seller_of_order(order: Any, signed: str = "") -> dict[str, Any]:
    """Whom an order was bought from, in the mode it was placed in.

    Its buyer has a contract with the seller and reads all of its facts, a household's too.
    """
    group = order.group
    facts = _identity(
        order.producer, is_operator=group is not None and group.is_sold_by_operator, is_buyer=True
    )
    query = f"?{urlencode({'don': signed, 'so': order.number})}" if signed else ""
    return {**facts, "complaint_address": f"{reverse('complaints:new')}{query}"}


def _identity(producer: Any, *, is_operator: bool, is_buyer: bool) -> dict[str, Any]:
    is_household = producer is not None and producer.legal_form == producer.LegalForm.HOUSEHOLD
    return {
        "producer": producer,
        "operator": settings.OCOP_OPERATOR,
        "is_operator": is_operator,
        "is_person": is_household and not is_operator and not is_buyer,
        "complaint_days": settings.OCOP_COMPLAINT_DAYS,
    }
