"""A basket as its producers see it: one share each, with its own goods, delivery and total."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from oscar.apps.offer.applicator import Applicator

from storefront.dong import whole_dong
from storefront.holds.holding import note_claims
from storefront.payment.methods import Method, methods_for
from storefront.shipping.rates import Rate, rate_for
from storefront.shipping.repository import Repository


@dataclass(frozen=True)
class Item:
    """One line of the basket as shown: `refusal` says why it cannot be bought, `old_price` what it cost before."""

    line: Any
    refusal: str | Promise
    code: str
    left: int | None
    old_price: int | None

    @property
    def product(self) -> Any:
        return self.line.product

    @property
    def unit_price(self) -> int | None:
        price = self.line.unit_price_incl_tax
        return None if price is None else whole_dong(price)

    @property
    def price(self) -> int | None:
        """What the line costs, discounts taken off."""
        price = self.line.line_price_incl_tax_incl_discounts
        return None if price is None else whole_dong(price)


@dataclass
class Share:
    """One producer's part of a basket. `goods` counts only what can be bought."""

    producer: Any
    basket: Any
    items: list[Item]
    province: Any = None
    payment: str = ""
    _method: Any = field(default=None, repr=False)

    @property
    def is_sellable(self) -> bool:
        """Whether everything in it can be bought as asked."""
        return all(not item.refusal for item in self.items)

    @property
    def goods(self) -> int:
        return sum(item.price or 0 for item in self.items if not item.refusal)

    @cached_property
    def rate(self) -> Rate:
        return rate_for(self.producer)

    @cached_property
    def delivery_method(self) -> Any | None:
        """The way the parcel goes; None until the province is known."""
        if self.producer is None:
            return None
        methods = Repository().get_shipping_methods(self.basket, province=self.province)
        return methods[0] if methods else None

    @property
    def delivery(self) -> int | None:
        """Đồng for delivery; None until the province is known."""
        method = self.delivery_method
        return None if method is None else whole_dong(method.calculate(self.basket).incl_tax)

    @property
    def total(self) -> int | None:
        return None if self.delivery is None else self.goods + self.delivery

    @cached_property
    def methods(self) -> list[Method]:
        """The ways this producer takes money."""
        return methods_for(self.producer) if self.producer is not None else []


def shares_of(basket: Any, *, province: Any = None, user: Any = None, on: date | None = None) -> list[Share]:
    """Return the shares of a basket in the order their producers came in, read anew from the database.

    The number of queries does not grow with lines or producers. Offers are worked out within each share:
    every producer sells, and is paid, on its own.
    """
    if basket.pk is None:
        return []
    grouped: dict[int | None, list[Any]] = {}
    lines = _lines(basket)
    note_claims([line.stockrecord for line in lines], basket_pk=basket.pk)
    for line in lines:
        grouped.setdefault(line.product.producer_id, []).append(line)
    applicator = Applicator()
    offers = applicator.get_offers(basket, user) if grouped else []
    shares = []
    for lines in grouped.values():
        part = basket.share(lines)
        applicator.apply_offers(part, offers)
        _sum_discounts(part, lines)
        shares.append(Share(lines[0].product.producer, part, _items(lines), province))
    return shares


def total_of(shares: Iterable[Share]) -> int | None:
    """What everything costs with delivery; None while a delivery is unknown."""
    totals = [share.total for share in shares]
    known = [total for total in totals if total is not None]
    return sum(known) if len(known) == len(totals) else None


def _sum_discounts(part: Any, lines: list[Any]) -> None:
    """Make what each offer takes off in all the sum of what it takes off the lines, which are whole đồng."""
    for application in part.offer_applications:
        if application["result"].affects_basket:
            offer = application["offer"]
            application["discount"] = sum(
                taken.amount for line in lines for taken in line.discounts if taken.offer == offer
            )


def _lines(basket: Any) -> list[Any]:
    return list(
        basket.lines.select_related(
            "stockrecord",
            "product__product_class",
            "product__parent__product_class",
            "product__producer__delivery_rate",
            "product__producer__province",
            "product__producer__commune__province",
        )
        .prefetch_related("product__images", "product__ledger_entries", "attributes")
        .order_by("pk")
    )


def _items(lines: list[Any]) -> list[Item]:
    demand: dict[int, int] = {}
    for line in lines:
        demand[line.stockrecord_id] = demand.get(line.stockrecord_id, 0) + line.quantity
    return [_item(line, demand[line.stockrecord_id]) for line in lines]


def _item(line: Any, demand: int) -> Item:
    line.stockrecord.product = line.product
    info = line.purchase_info
    permitted, reason = info.availability.is_purchase_permitted(demand)
    old = line.price_incl_tax
    changed = permitted and old is not None and info.price.exists and old != info.price.incl_tax
    return Item(
        line=line,
        refusal="" if permitted else reason,
        code="" if permitted else info.availability.code,
        left=getattr(info.availability, "num_available", None),
        old_price=whole_dong(old) if changed else None,
    )
