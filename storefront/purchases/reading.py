"""Order groups as pages and letters read them: a constant number of queries whatever their size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from catalogue.attached import attach_pictures
from storefront.delivery.models import Parcel
from storefront.order.models import Line, Order
from storefront.payment.sources import balances_of
from storefront.payment.transfer import transfer_for
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.models import OrderEvent, OrderGroup
from storefront.purchases.moving import status_at
from storefront.purchases.tracking import read_number, sign_number
from storefront.ready_queries import ReadyQuery
from storefront.ready_relations import attach
from storefront.shipping.rates import rate_for

_S = Order.Status
#: How loud a state is said beside an order; those not named are in good order.
TONES = {
    _S.PLACED: "gold",
    _S.CONFIRMED: "earth",
    _S.PACKED: "earth",
    _S.RETURN_ASKED: "alarm",
    _S.RETURN_AGREED: "earth",
    _S.CANCELLED: "off",
    _S.COMPLETED: "off",
    _S.RETURNED: "off",
    _S.RETURN_REFUSED: "off",
}


_GROUPS: ReadyQuery[OrderGroup] = ReadyQuery(
    lambda *, number: OrderGroup.objects.select_related("province", "commune__province").filter(number=number)
)
_ORDERS: ReadyQuery[Any] = ReadyQuery(
    lambda *, group: (
        Order.objects.filter(group=group)
        .select_related(
            "producer__province", "producer__commune__province", "producer__delivery_rate", "delivery"
        )
        .order_by("pk")
    )
)
_LINES: ReadyQuery[Any] = ReadyQuery(
    lambda *, orders: Line.objects.filter(order__in=orders).select_related("product")
)
_DISCOUNTS: ReadyQuery[Any] = ReadyQuery(
    lambda *, lines: Line._meta.get_field("discounts").related_model._default_manager.filter(line__in=lines)
)
_EVENTS: ReadyQuery[OrderEvent] = ReadyQuery(lambda *, orders: OrderEvent.objects.filter(order__in=orders))
_PARCELS: ReadyQuery[Parcel] = ReadyQuery(
    lambda *, orders: Parcel.objects.filter(order__in=orders).select_related("carrier")
)


def group_of_link(signed: str) -> OrderGroup | None:
    """Return the group a signed link leads to, or None for any link we did not make."""
    number = read_number(signed)
    if number is None:
        return None
    return next(iter(_GROUPS(number=number)), None)


def order_of_link(signed: str) -> tuple[OrderGroup, Order] | None:
    """Return the one order a signed link leads to, with its group, ready to show; None for any link we did not make."""
    number = read_number(signed)
    group = OrderGroup.objects.select_related("province", "commune__province").filter(orders__number=number)
    found = group.first() if number is not None else None
    return (found, *group_orders(found, only=number)) if found and number else None


def address_by_phone(number: str, phone: str) -> str | None:
    """Where to follow what has this number and was placed with this telephone (E.164).

    The number of a purchase leads to all of it. The number of one order stands on a parcel, where its producer and
    its carrier read it beside the telephone: it leads to that order alone, to be looked at.
    """
    bare = re.sub(r"[\s.-]", "", number).upper()
    groups = OrderGroup.objects.filter(phone=phone)
    group = groups.filter(number=bare).first()
    if group is not None:
        return group.get_absolute_url()
    if groups.filter(orders__number=bare).exists():
        return reverse("purchases:tracking", kwargs={"signed": sign_number(bare)})
    return None


def group_orders(group: OrderGroup, *, only: str = "") -> list[Order]:
    """Return the group's orders, or the `only` one of that number, as they stand now, ready to show.

    Each has its `items`, `goods` in đồng, `transfer` and `is_to_pay_online` (while money is awaited), `rate`,
    `balance`, `state` (what time did counted in), `story` of events, `moves` open to the shopper, and `way`: the
    straight way with what is behind.
    """
    orders: list[Any] = _ORDERS(group=group.pk)
    if only:
        orders = [order for order in orders if order.number == only]
    _attach_all(orders, group)
    balances = balances_of(orders)
    for order in orders:
        order.items = list(order.lines.all())
        order.goods = sum(int(line.line_price_incl_tax) for line in order.items)
        order.rate = rate_for(order.producer)
        order.parcel = next((row for row in order.parcels.all() if row.replaced_at is None), None)
        order.promise = getattr(order, "delivery", None)
        order.balance = balances[order.pk]
        _tell_state(order)
        is_awaited = order.state == Order.Status.PLACED and order.balance.outstanding > 0
        order.transfer = transfer_for(order) if is_awaited else None
        order.is_to_pay_online = is_awaited and order.payment_method == Order.PaymentMethod.VNPAY
    return orders


def _attach_all(orders: list[Any], group: OrderGroup) -> None:
    """Let lines, their pictures and discounts, events and parcels of the orders be known, in five queries."""
    pks = [order.pk for order in orders]
    if not pks:
        return
    for order in orders:
        order.group = group
    lines = _LINES(orders=pks)
    attach(orders, "lines", lines, by="order_id")
    attach_pictures(line.product for line in lines if line.product is not None)
    attach(lines, "discounts", _DISCOUNTS(lines=[line.pk for line in lines]), by="line_id")
    attach(orders, "events", _EVENTS(orders=pks), by="order_id")
    attach(orders, "parcels", _PARCELS(orders=pks), by="order_id")


def _tell_state(order: Any) -> None:
    order.state = status_at(order)
    order.state_label = Order.Status(order.state).label
    order.tone = TONES.get(order.state, "")
    order.story = [(event, lifecycle.told_of(event.move)) for event in order.events.all()]
    order.moves = [
        (move, Actor.SHOPPER in move.asks_reason)
        for move in lifecycle.moves_open_to(Actor.SHOPPER, order.state)
    ]
    reached = {event.became: event.at for event, _told in order.story}
    order.way = [
        (Order.Status(state).label, reached.get(state), state == order.state)
        for state in _way_of(order.state, reached)
    ]
    order.is_off_the_way = order.state not in lifecycle.STRAIGHT_WAY


def _way_of(state: str, reached: Mapping[str, Any]) -> list[str]:
    """The straight way without the steps this order has passed over: goods sent off as they were packed."""
    if state not in lifecycle.STRAIGHT_WAY:
        return list(lifecycle.STRAIGHT_WAY)
    here = lifecycle.STRAIGHT_WAY.index(state)
    return [step for at, step in enumerate(lifecycle.STRAIGHT_WAY) if at >= here or step in reached]
