"""What tests of delivery share: a carrier on loopback, an order that waits to be handed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from storefront.delivery.loading import load_carriers
from storefront.delivery.models import Carrier
from storefront.order.models import Order
from storefront.purchases.lifecycle import CONFIRM, Actor
from storefront.purchases.moving import move_order
from storefront.shipping.carriers.stand_in import StandInCarrier
from tests.factories.carriers import running_carrier
from tests.factories.purchases import make_basket, make_good, place


@pytest.fixture
def stand_in(settings: Any) -> Iterator[StandInCarrier]:
    with running_carrier(settings) as server:
        yield server


@pytest.fixture
def order(db: None) -> Order:
    """Confirmed by its producer; the carriers known by name are loaded."""
    load_carriers(Carrier)
    order = place(make_basket((make_good(), 1))).group.orders.get()
    move_order(order, CONFIRM, actor=Actor.PRODUCER)
    return order
