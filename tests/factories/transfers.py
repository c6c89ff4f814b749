"""Orders that wait for a transfer, and what a bank tells of one."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from django.utils import timezone

from storefront.order.models import Order
from storefront.transfers.receiving import Told
from tests.factories.purchases import make_basket, make_good, make_paying_producer, place

_references = itertools.count(1)


def make_transfer_order(producer: Any = None, *, price: int = 100_000) -> Order:
    """An order of `price` đồng and 25,000 đồng delivery that is to be paid by transfer."""
    producer = producer or make_paying_producer()
    good = make_good(producer=producer, price=price)
    return place(make_basket((good, 1)), payments={producer.pk: "vietqr"}).group.orders.get()


def tell_of(order: Order, amount: int | None = None, **facts: Any) -> Told:
    """What the bank tells of a transfer that pays the order."""
    told = {
        "account": order.producer.bank_account,
        "reference": f"FT26{next(_references):010d}",
        "amount": int(order.total_incl_tax) if amount is None else amount,
        "memo": f"CT DEN:0123 {order.number} chuyen tien",
        "at": timezone.now() + timedelta(minutes=1),
    }
    return Told(**{**told, **facts})
