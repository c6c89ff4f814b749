"""Illustrative orders of the producer whose login the demo makes: one for each thing it may have to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from storefront.basket.models import Basket
from storefront.demo.products import products_by_key
from storefront.demo.reading import read_table
from storefront.dong import whole_dong
from storefront.order.models import Order
from storefront.partner.strategy import Selector
from storefront.places.models import Commune, Province
from storefront.portal.money import confirm_money
from storefront.purchases.lifecycle import MOVES, Actor
from storefront.purchases.models import OrderGroup
from storefront.purchases.moving import move_order
from storefront.purchases.placing import Shopper, place_order_group
from storefront.purchases.shares import shares_of, total_of
from storefront.sales_mode import SalesMode, sales_mode
from storefront.vietnamese import normalise_phone

_PAID = "paid"
_REASON = "Dữ liệu minh hoạ"


def place_orders() -> int:
    """Place the orders that are missing and move each to where it stands; return how many were placed.

    Shoppers are made up and their numbers reach nobody. Where producers do not sell themselves there are none.
    """
    if sales_mode() is not SalesMode.INTERMEDIARY:
        return 0
    marks = {mark_of_order(number): row for number, row in enumerate(read_table("orders"), start=1)}
    known = set(OrderGroup.objects.filter(submission__in=marks).values_list("submission", flat=True))
    missing = {mark: row for mark, row in marks.items() if mark not in known}
    with no_letters():
        for mark, row in missing.items():
            _place(mark, row)
    return len(missing)


def mark_of_order(number: int) -> str:
    """The submission by which the order of that line of the data file is known again, counted from 1."""
    return f"demo-don-minh-hoa-{number:02d}"


def _place(mark: str, row: dict[str, str]) -> None:
    basket = Basket.objects.create()
    basket.strategy = Selector().strategy()
    products = products_by_key()
    for item in row["items"].split():
        key, _mark, quantity = item.partition("*")
        basket.add_product(products[key], int(quantity))
    shopper = _shopper(row)
    placed = place_order_group(
        basket,
        shopper=shopper,
        submission=mark,
        seen_total=total_of(shares_of(basket, province=shopper.province)),
        payments={product.producer_id: row["payment"] for product in products.values()},
    )
    for order in placed.group.orders.all():
        _move(order, row["steps"].split())


def _move(order: Order, steps: list[str]) -> None:
    producer = order.producer
    for number, step in enumerate(steps):
        if step == _PAID:
            amount = whole_dong(order.total_incl_tax)
            confirm_money(order, amount=amount, mark=f"demo-minh-hoa-{number:04d}", seen=0, by=None)
            continue
        actor, _mark, code = step.partition(".")
        facts = {"carrier_name": "VNPost", "tracking_number": "MINHHOA001VN"} if code == "hand_over" else {}
        move = MOVES[code]
        reason = _REASON if actor in move.asks_reason else ""
        by = producer.users.first() if actor == Actor.PRODUCER else None
        move_order(order, move, actor=actor, by=by, reason=reason, facts=facts)


def _shopper(row: dict[str, str]) -> Shopper:
    province = Province.objects.get(code=row["province"], valid_to=None)
    return Shopper(
        name=row["shopper"],
        phone=normalise_phone(row["phone"]),
        email="",
        province=province,
        commune=Commune.objects.get(province=province, name=row["commune"], valid_to=None),
        street=row["street"],
        note=row["note"],
    )


@contextmanager
def no_letters() -> Iterator[None]:
    """Nobody is told of what nobody ordered."""
    backend: Any = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = backend
