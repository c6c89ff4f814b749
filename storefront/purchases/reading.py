"""Order groups as pages and letters read them: a constant number of queries whatever their size."""

from __future__ import annotations

from typing import Any

from storefront.order.models import Order
from storefront.payment.transfer import transfer_for
from storefront.purchases.models import OrderGroup
from storefront.purchases.tracking import read_number
from storefront.shipping.rates import rate_for


def group_of_link(signed: str) -> OrderGroup | None:
    """Return the group a signed link leads to, or None for any link we did not make."""
    number = read_number(signed)
    if number is None:
        return None
    return OrderGroup.objects.select_related("province", "commune__province").filter(number=number).first()


def group_orders(group: OrderGroup) -> list[Order]:
    """Return the group's orders as placed, each with its `items`, `goods` in đồng, `transfer` and `rate`."""
    orders: list[Any] = list(
        group.orders.select_related(
            "producer__province", "producer__commune__province", "producer__delivery_rate"
        )
        .prefetch_related("lines__product__images", "lines__discounts")
        .order_by("pk")
    )
    for order in orders:
        order.items = list(order.lines.all())
        order.goods = sum(int(line.line_price_incl_tax) for line in order.items)
        order.transfer = transfer_for(order)
        order.rate = rate_for(order.producer)
    return orders
