"""A producer with its login, and its orders in every state, moved there as people move them."""

from __future__ import annotations

from typing import Any

from django.test import Client

from storefront.order.models import Order
from storefront.portal.money import confirm_money
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.moving import move_order
from tests.factories.purchases import make_basket, make_good, make_paying_producer, make_shopper, place
from tests.factories.users import make_user

_P, _S = Actor.PRODUCER, Actor.SHOPPER
#: What is done with a fresh order until it stands in a state.
WAYS: dict[str, list[tuple[str, str]]] = {
    "placed": [],
    "confirmed": [(_P, "confirm")],
    "packed": [(_P, "confirm"), (_P, "pack")],
    "handed_over": [(_P, "confirm"), (_P, "hand_over")],
    "delivered": [(_P, "confirm"), (_P, "hand_over"), (_S, "deliver")],
    "completed": [(_P, "confirm"), (_P, "hand_over"), (_S, "deliver"), (_S, "complete")],
    "cancelled": [(_P, "cancel")],
    "return_asked": [(_P, "confirm"), (_P, "hand_over"), (_S, "deliver"), (_S, "ask_return")],
    "return_agreed": [
        (_P, "confirm"),
        (_P, "hand_over"),
        (_S, "deliver"),
        (_S, "ask_return"),
        (_P, "agree_return"),
    ],
}


def make_owner(producer: Any = None, **facts: Any) -> tuple[Any, Client]:
    """A producer that takes transfers, and a browser signed in with its login."""
    producer = producer or make_paying_producer(**facts)
    user = make_user()
    producer.users.add(user)
    client = Client()
    client.force_login(user)
    return producer, client


def make_order(producer: Any, *, state: str = "placed", method: str = "cod", **shopper: Any) -> Order:
    """An order of the producer for 100,000 đồng and 25,000 for delivery, moved into `state`."""
    good = make_good(producer=producer, price=100_000, stock=10)
    placed = place(make_basket((good, 1)), payments={producer.pk: method}, shopper=make_shopper(**shopper))
    order = placed.group.orders.get()
    if method == "vietqr" and state not in ("placed", "cancelled"):
        confirm_money(order, amount=125_000, mark="mark-of-the-factory", seen=0, by=None)
    for actor, move in WAYS[state]:
        move_order(order, lifecycle.MOVES[move], actor=actor, reason="vì một lý do")
    return Order.objects.get(pk=order.pk)
