"""A basket as its producers see it: one share each, with its own goods, delivery and total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from oscar.core.loading import get_model

from catalogue.attached import attach_ledgers, attach_pictures
from storefront.delivery.attached import attach_zones
from storefront.delivery.classes import CLASSES, classes_of
from storefront.delivery.places import PickUpPlace, places_for
from storefront.dong import whole_dong
from storefront.holds.holding import note_claims
from storefront.offers.applying import apply_offers
from storefront.payment.methods import Method, methods_for
from storefront.ready_queries import ReadyQuery
from storefront.shipping.methods import Terms, terms_of
from storefront.shipping.rates import Rate, rate_for
from storefront.shipping.repository import Repository, lead_days_of


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
    delivery_code: str = ""
    places: list[PickUpPlace] = field(default_factory=list)

    @property
    def is_sellable(self) -> bool:
        """Whether everything in it can be bought as asked."""
        return all(not item.refusal for item in self.items)

    @property
    def is_stranded(self) -> bool:
        """Whether nothing takes these goods to the province chosen."""
        return self.producer is not None and self.province is not None and not self.ways

    @property
    def goods(self) -> int:
        return sum(item.price or 0 for item in self.items if not item.refusal)

    @cached_property
    def rate(self) -> Rate:
        return rate_for(self.producer)

    @property
    def has_rate_table(self) -> bool:
        """Whether the producer charges by zones and weight, so that nothing can be said before a place is known."""
        return self.producer is not None and bool(self.producer.delivery_zones.all())

    @cached_property
    def handling(self) -> list[str]:
        """The classes of its goods that delivery must know of."""
        return classes_of(item.product for item in self.items)

    @property
    def notes(self) -> list[str | Promise]:
        """What shopper and carrier are told of these classes."""
        return [CLASSES[code][1] for code in self.handling]

    @cached_property
    def lead_days(self) -> int:
        """Days until everything in it is made."""
        return lead_days_of(item.product for item in self.items)

    @cached_property
    def ways(self) -> list[Any]:
        """The ways of delivery to choose from, the default first; none until the province is known."""
        if self.producer is None:
            return []
        return Repository().get_shipping_methods(self.basket, province=self.province, places=self.places)

    @cached_property
    def offers(self) -> list[tuple[str, Terms, int]]:
        """Each way as `(code, terms, charge in đồng)`."""
        return [
            (way.code, terms_of(way), whole_dong(way.calculate(self.basket).incl_tax)) for way in self.ways
        ]

    @property
    def is_fetchable(self) -> bool:
        """Whether the shopper may come for it."""
        return any(terms.place_reference for _code, terms, _charge in self.offers)

    @cached_property
    def delivery_method(self) -> Any | None:
        """The way chosen, or the default where none was chosen; None until the province is known."""
        chosen = [way for way in self.ways if way.code == self.delivery_code]
        return next(iter(chosen or self.ways), None)

    @property
    def terms(self) -> Terms | None:
        """What the way chosen asks and promises."""
        return terms_of(self.delivery_method) if self.delivery_method else None

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


def shares_of(
    basket: Any,
    *,
    province: Any = None,
    user: Any = None,
    deliveries: Mapping[int, str] | None = None,
    lines: list[Any] | None = None,
    vouchers: Iterable[Any] | None = None,
) -> list[Share]:
    """Return the shares of a basket in the order their producers came in, read anew from the database.

    `deliveries` names the way of delivery chosen by producer pk; once the province is known, places to fetch the
    goods are read too. `lines` are the basket's lines, and `vouchers` its codes, where they were just read and locked:
    they are not read again.

    The number of queries does not grow with lines or producers. Offers are worked out within each share:
    every producer sells, and is paid, on its own. The basket's `codes` are then known, with what stands against them.
    """
    if basket.pk is None:
        return []
    grouped: dict[int | None, list[Any]] = {}
    if lines is None:
        lines = _lines(basket)
        note_claims([line.stockrecord for line in lines], basket_pk=basket.pk)
    for line in lines:
        grouped.setdefault(line.product.producer_id, []).append(line)
    chosen = deliveries or {}
    places = _places(grouped) if province is not None else {}
    parts = [basket.share(lines) for lines in grouped.values()]
    basket.codes = apply_offers(parts, basket=basket, user=user, vouchers=vouchers) if parts else []
    for part in parts:
        part.codes = basket.codes
    shares = []
    for part, (producer, lines) in zip(parts, grouped.items(), strict=True):
        share = Share(lines[0].product.producer, part, _items(lines), province)
        share.delivery_code, share.places = chosen.get(producer, ""), places.get(producer, [])
        shares.append(share)
    return shares


def _places(grouped: Mapping[int | None, list[Any]]) -> dict[int, list[PickUpPlace]]:
    products = {
        producer: {line.product_id for line in lines}
        for producer, lines in grouped.items()
        if producer is not None
    }
    return places_for(products, on=timezone.localdate()) if products else {}


def total_of(shares: Iterable[Share]) -> int | None:
    """What everything costs with delivery; None while a delivery is unknown."""
    totals = [share.total for share in shares]
    known = [total for total in totals if total is not None]
    return sum(known) if len(known) == len(totals) else None


_LINES: ReadyQuery[Any] = ReadyQuery(
    lambda *, basket: (
        get_model("basket", "Line")
        .objects.filter(basket=basket)
        .select_related(
            "stockrecord",
            "product__product_class",
            "product__parent__product_class",
            "product__producer__delivery_rate",
            "product__producer__delivery_terms",
            "product__producer__province",
            "product__producer__commune__province",
        )
        .order_by("pk")
    )
)


def _lines(basket: Any) -> list[Any]:
    lines = _LINES(basket=basket.pk)
    products = [line.product for line in lines]
    attach_pictures(products)
    attach_ledgers(products)
    attach_zones(product.producer for product in products)
    return lines


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
