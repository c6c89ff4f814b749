"""Orders in the situations the staff's desk looks for, brought there by the moves people make."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import time_machine

from storefront.order.models import Order
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.moving import move_order
from tests.factories.purchases import make_basket, make_good, make_paying_producer, place

#: The moves that bring an order to a state, each with who makes it.
_WAY = [
    (lifecycle.CONFIRM, Actor.PRODUCER),
    (lifecycle.PACK, Actor.PRODUCER),
    (lifecycle.HAND_OVER, Actor.PRODUCER),
    (lifecycle.DELIVER, Actor.SHOPPER),
    (lifecycle.COMPLETE, Actor.SHOPPER),
]


def make_order(producer: Any = None, *, price: int = 100_000, pay: str = "cod", **facts: Any) -> Order:
    """An order of one good and 25,000 đồng delivery, just placed."""
    producer = producer or make_paying_producer()
    goods = facts.pop("goods", None) or [(make_good(producer=producer, price=price), 1)]
    placed = place(make_basket(*goods), payments={producer.pk: pay}, **facts)
    return placed.group.orders.get()


def bring(order: Order, state: str, *, at: datetime | None = None) -> Order:
    """Move the order along the straight way until it is in `state`."""
    for move, actor in _WAY:
        if order.status == state:
            break
        move_order(order, move, actor=actor, at=at)
    assert order.status == state
    return order


def on(moment: str) -> Any:
    """Live at that moment (`2026-11-20T10:00+07:00`) for a while."""
    return time_machine.travel(datetime.fromisoformat(moment), tick=False)
