"""The rows of an order, ready to be written together: what Oscar writes one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from oscar.apps.order.models import Line, LinePrice
from oscar.core.prices import Price

from storefront.order.models import Order


@dataclass(frozen=True)
class NewOrder:
    """One order to be written: a share of a basket, how it travels, what it costs, and the order's further fields."""

    basket: Any
    method: Any
    charge: Price
    total: Price
    facts: Mapping[str, Any]


def new_order(new: NewOrder, number: str, user: Any) -> Order:
    """The order, not saved; facts are fields of it."""
    return Order(
        basket=new.basket,
        number=number,
        site_id=settings.SITE_ID,
        currency=new.total.currency,
        total_incl_tax=new.total.incl_tax,
        total_excl_tax=new.total.excl_tax,
        shipping_incl_tax=new.charge.incl_tax,
        shipping_excl_tax=new.charge.excl_tax,
        shipping_method=new.method.name,
        shipping_code=new.method.code,
        user=user if user is not None and user.is_authenticated else None,
        status=settings.OSCAR_INITIAL_ORDER_STATUS,
        date_placed=timezone.now(),
        **new.facts,
    )


def new_line(order: Order, line: Any) -> Line:
    """A line of the order, not saved: what the basket's line says at this moment, its pieces set aside."""
    stockrecord, product = line.stockrecord, line.product
    return Line(
        order=order,
        partner=stockrecord.partner,
        partner_name=stockrecord.partner.name,
        partner_sku=stockrecord.partner_sku,
        stockrecord=stockrecord,
        product=product,
        title=product.get_title(),
        upc=product.upc,
        quantity=line.quantity,
        line_price_excl_tax=line.line_price_excl_tax_incl_discounts,
        line_price_incl_tax=line.line_price_incl_tax_incl_discounts,
        line_price_before_discounts_excl_tax=line.line_price_excl_tax,
        line_price_before_discounts_incl_tax=line.line_price_incl_tax,
        unit_price_incl_tax=line.unit_price_incl_tax,
        unit_price_excl_tax=line.unit_price_excl_tax,
        tax_code=line.tax_code,
        num_allocated=line.quantity,
        status=settings.OSCAR_INITIAL_LINE_STATUS,
    )


def new_prices(order: Order, new: Line, line: Any) -> Iterator[LinePrice]:
    """What the pieces of a line cost, piece by piece where discounts fell on some, not saved."""
    for incl_tax, excl_tax, quantity in line.get_price_breakdown():
        yield LinePrice(
            order=order,
            line=new,
            quantity=quantity,
            price_incl_tax=incl_tax,
            price_excl_tax=excl_tax,
            tax_code=line.tax_code,
        )
