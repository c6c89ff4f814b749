"""Orders as the producer's pages show them: a constant number of queries, and nothing of anybody else's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from storefront.offers.told import borne_by_others, discounts_told
from storefront.order.models import Order, OrderDiscount
from storefront.payment.sources import balances_of
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import SET_ASIDE
from storefront.purchases.moving import status_at
from storefront.purchases.reading import TONES

_S = Order.Status
#: States in which goods a shopper comes for are still waiting.
BEFORE_FETCHED = (_S.PLACED, _S.CONFIRMED, _S.PACKED, _S.HANDED_OVER)


def for_reading(orders: QuerySet) -> QuerySet:
    """With who ordered, where to, and the lines."""
    return orders.select_related(
        "producer__province",
        "producer__commune__province",
        "group__province",
        "group__commune__province",
        "delivery",
    ).prefetch_related(
        "lines__product", Prefetch("discounts", OrderDiscount.objects.select_related("bearer"))
    )


def told(orders: Iterable[Any]) -> list[Any]:
    """The orders with `items`, `goods`, `balance`, `state` (time counted in), `state_label`, `tone`, `to_collect`, …

    `to_collect` is the cash whoever brings the parcel asks for.
    """
    orders, today = list(orders), timezone.localdate()
    balances = balances_of(orders)
    for order in orders:
        order.items = list(order.lines.all())
        order.goods = sum(int(line.line_price_incl_tax) for line in order.items)
        order.pieces = sum(line.quantity for line in order.items)
        order.balance = balances[order.pk]
        order.state = status_at(order)
        order.told_discounts = discounts_told(order.discounts.all())
        order.borne_by_others = borne_by_others(order.told_discounts)
        order.is_overdue_pick_up = is_overdue_pick_up(order, on=today)
        order.state_label = Order.Status(order.state).label
        order.tone = TONES.get(order.state, "")
        order.to_collect = 0 if order.is_prepaid else order.balance.outstanding
        order.is_awaited = order.balance.outstanding > 0 and order.state != _S.CANCELLED
        order.is_operators = order.group is not None and order.group.is_sold_by_operator
        order.may_be_paid = not order.is_operators and (order.is_prepaid or order.state not in SET_ASIDE)
    return orders


def is_overdue_pick_up(order: Any, *, on: date) -> bool:
    """Whether the day agreed for fetching the order is past and nobody has fetched it."""
    delivery = getattr(order, "delivery", None)
    return bool(delivery and delivery.day and delivery.day < on and order.state in BEFORE_FETCHED)


def story_of(order: Order) -> list[tuple[Any, Any]]:
    """What happened to the order, each event with the sentence told of it, the newest first."""
    story = []
    for event in order.events.order_by("-number"):
        event.actor_label = lifecycle.Actor(event.actor).label
        story.append((event, lifecycle.told_of(event.move)))
    return story
