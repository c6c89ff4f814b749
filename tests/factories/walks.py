"""What the random walk may try: the ways an order goes, who may take it where, and how work breaks."""

from __future__ import annotations

from django.db import OperationalError
from hypothesis import strategies as st

from storefront.purchases.lifecycle import Actor

_PRODUCER, _SHOPPER = Actor.PRODUCER, Actor.SHOPPER
STRAIGHT = [("confirm", _PRODUCER), ("pack", _PRODUCER), ("hand_over", _PRODUCER)]
WAYS = [
    [("come_back", _PRODUCER)],
    [("deliver", _PRODUCER), ("complete", _SHOPPER)],
    [
        ("deliver", _SHOPPER),
        ("ask_return", _SHOPPER),
        ("agree_return", _PRODUCER),
        ("receive_return", _PRODUCER),
    ],
    [("deliver", _SHOPPER), ("ask_return", _SHOPPER), ("refuse_return", _PRODUCER)],
]
#: Who may bring an order from where to where: written down again here, so that a slip in the table is seen.
ALLOWED = {
    "placed": {"confirmed": "producer operator", "cancelled": "shopper producer operator time"},
    "confirmed": {
        "packed": "producer",
        "handed_over": "producer",
        "cancelled": "shopper producer operator",
    },
    "packed": {"handed_over": "producer", "cancelled": "producer operator"},
    "handed_over": {"delivered": "producer shopper carrier", "returned": "producer carrier"},
    "delivered": {"completed": "shopper time", "return_asked": "shopper"},
    "completed": {"return_asked": "shopper"},
    "return_asked": {
        "return_agreed": "producer operator",
        "return_refused": "producer operator",
        "completed": "shopper",
    },
    "return_agreed": {"returned": "producer", "completed": "shopper"},
}


class PowerCutError(Exception):
    """Something broke in the middle of the work."""


#: Where work breaks between its first lock and its commit, and how: "" is nowhere.
FAULTS = {"cut": PowerCutError("cut"), "database": OperationalError("server closed the connection")}


def broken(*places):
    """At one of these places, in one of the ways."""
    return st.tuples(st.sampled_from([f"storefront.{place}" for place in places]), st.sampled_from([*FAULTS]))


def breaks(*places):
    """The same, now and then."""
    return st.one_of(st.none(), st.none(), st.none(), broken(*places))
