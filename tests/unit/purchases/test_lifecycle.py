"""The table of an order's life: what leads where, and who may do it."""

from __future__ import annotations

import pytest

from storefront.order.models import Order
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import MOVES, Actor, moves_open_to

Status = Order.Status


def test_every_state_is_reached_and_every_way_ends():
    reached = {Status.PLACED} | {move.becomes for move in MOVES.values()}
    assert reached == set(Status)
    left = {status for move in MOVES.values() for states in move.by.values() for status in states}
    assert set(Status) - left == {Status.CANCELLED, Status.RETURNED, Status.RETURN_REFUSED}
    assert lifecycle.ENDED - (set(Status) - left) == {Status.COMPLETED}


@pytest.mark.parametrize(
    ("actor", "status", "codes"),
    [
        (Actor.SHOPPER, Status.PLACED, ["cancel"]),
        (Actor.SHOPPER, Status.CONFIRMED, ["cancel"]),
        (Actor.SHOPPER, Status.PACKED, []),
        (Actor.SHOPPER, Status.HANDED_OVER, ["deliver"]),
        (Actor.SHOPPER, Status.DELIVERED, ["complete", "ask_return"]),
        (Actor.SHOPPER, Status.COMPLETED, ["ask_return"]),
        (Actor.SHOPPER, Status.RETURN_ASKED, ["keep_goods"]),
        (Actor.SHOPPER, Status.RETURN_AGREED, ["keep_goods"]),
        (Actor.SHOPPER, Status.CANCELLED, []),
        (Actor.PRODUCER, Status.PLACED, ["confirm", "cancel"]),
        (Actor.PRODUCER, Status.CONFIRMED, ["pack", "hand_over", "cancel"]),
        (Actor.PRODUCER, Status.PACKED, ["hand_over", "cancel"]),
        (Actor.PRODUCER, Status.HANDED_OVER, ["deliver", "come_back"]),
        (Actor.PRODUCER, Status.DELIVERED, []),
        (Actor.PRODUCER, Status.RETURN_ASKED, ["agree_return", "refuse_return"]),
        (Actor.PRODUCER, Status.RETURN_AGREED, ["receive_return"]),
        (Actor.OPERATOR, Status.PACKED, ["cancel"]),
        (Actor.OPERATOR, Status.HANDED_OVER, []),
        (Actor.TIME, Status.PLACED, ["cancel"]),
        (Actor.TIME, Status.CONFIRMED, []),
        (Actor.TIME, Status.DELIVERED, ["complete"]),
    ],
)
def test_who_may_do_what(actor, status, codes):
    assert [move.code for move in moves_open_to(actor, status)] == codes


def test_goods_are_set_aside_exactly_where_cancelling_gives_them_back():
    cancelled_in = {status for states in lifecycle.CANCEL.by.values() for status in states}
    assert cancelled_in == lifecycle.SET_ASIDE
