"""What a product costs, and the way to get it: a form, or whom to ask."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from catalogue.cards import price_of
from catalogue.certification.status import Status
from catalogue.pricing import unit_price
from catalogue.producers.shown import maker_of
from storefront.ready_addresses import ReadyAddress
from storefront.ready_templates import ReadyTemplate
from storefront.sales_mode import operator_sells, sells_here
from storefront.told import money

#: What a form asks for at most where nothing is counted.
_MOST_UNCOUNTED = 1000
_ASKED = ReadyTemplate("catalogue/_price.html")
_KNOWN = ReadyTemplate("components/price.html", fixed=["size"])
_BUY = ReadyTemplate("catalogue/_buy.html")
_SOLD_OUT = ReadyTemplate("catalogue/_sold_out.html")
_CONTACT = ReadyTemplate("catalogue/_contact.html")
_adding = ReadyAddress("basket:add")


def price(product: Any, status: Status, purchase: Any, before: int | None) -> SafeString:
    """What is asked here, with the price `before` a drop; else what is known of others. Nothing while not on offer."""
    if not (product.selling == "orderable" and product.nature == "goods"):
        return _KNOWN(price=price_of(product), size="large")
    if not (status.is_in_force and _is_active(product.producer) and purchase.price.exists):
        return SafeString("")
    asked = purchase.price.incl_tax
    compared = unit_price(asked, quantity=product.net_quantity, unit=product.net_unit)
    return _ASKED(
        price=money(asked),
        compared=money(compared.amount) if compared else "",
        unit=compared.unit if compared else "",
        before=money(before) if before else "",
    )


def offer(product: Any, status: Status, purchase: Any) -> SafeString:
    """The form, or why there is none, or whom to ask. Nothing of a producer who is not active: that is said above."""
    known = purchase.availability
    if known.is_available_to_buy:
        return _buy(product, known)
    if not _is_active(product.producer):
        return SafeString("")
    if not (sells_here() and product.selling == "orderable" and product.nature == "goods"):
        return _CONTACT(producer=maker_of(product.producer), is_service=product.nature == "service")
    if not status.is_in_force:
        return SafeString("")
    return _SOLD_OUT(message=str(known.message), is_sold_out=getattr(known, "code", "") == "out-of-stock")


def _buy(product: Any, known: Any) -> SafeString:
    left = known.num_available
    return _BUY(
        action=_adding(pk=product.pk),
        most=str(_MOST_UNCOUNTED if left is None else left),
        message=str(known.message),
        lead_days=product.lead_days,
        is_operator=operator_sells(),
        operator=settings.OCOP_OPERATOR.get("name", ""),
    )


def _is_active(producer: Any) -> bool:
    return producer is not None and producer.state == "active"
