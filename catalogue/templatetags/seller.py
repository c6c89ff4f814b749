"""Who sells a product and on which terms, as the law wants it on the page."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from storefront.sales_mode import operator_sells, sells_here

register = template.Library()


@register.inclusion_tag("catalogue/_seller.html")
def seller_facts(product: Any) -> dict[str, Any]:
    """The seller's identity and the terms of the offer. No query: the page has the producer with its place.

    A household stands there with its business name and its place alone: its telephone, street and tax code are a
    person's.
    """
    producer = product.producer
    is_operator = operator_sells()
    is_person = not is_operator and producer.legal_form == producer.LegalForm.HOUSEHOLD
    return {
        "product": product,
        "producer": producer,
        "operator": settings.OCOP_OPERATOR,
        "is_operator": is_operator,
        "is_person": is_person,
        "sells_here": sells_here() and product.selling == "orderable",
        "return_days": settings.OCOP_RETURN_DAYS,
        "complaint_days": settings.OCOP_COMPLAINT_DAYS,
    }
