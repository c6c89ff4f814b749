"""Gift baskets as pages show them: what each item costs today, whether it is sold, who sends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from catalogue.models import Product
from storefront.dong import whole_dong
from storefront.gifts.models import GiftBasket, GiftItem
from storefront.holds.holding import note_claims


@dataclass(frozen=True)
class ToldItem:
    """One item: `price` for all its pieces, None where there is none today; `refusal` says why it is not sold."""

    product: Any
    quantity: int
    price: int | None
    refusal: str


@dataclass(frozen=True)
class ToldBasket:
    """A gift basket with its items; `price` sums those sold today."""

    gift: GiftBasket
    items: list[ToldItem]

    @property
    def price(self) -> int:
        return sum(item.price or 0 for item in self.items if not item.refusal)

    @property
    def is_sold(self) -> bool:
        """Whether anything of it is."""
        return any(not item.refusal for item in self.items)

    @property
    def is_whole(self) -> bool:
        return bool(self.items) and all(not item.refusal for item in self.items)

    @property
    def producers(self) -> list[Any]:
        """Who sends something, in the order of the items: one parcel each."""
        return list({item.product.producer_id: item.product.producer for item in self.items}.values())


def public_gifts() -> QuerySet[GiftBasket]:
    """Public gift baskets with everything their pages show, in a constant number of queries."""
    products = Product.objects.for_cards().select_related(
        "producer", "province", "commune__province", "product_class", "parent__product_class"
    )
    items = GiftItem.objects.order_by("pk").prefetch_related(Prefetch("product", products))
    return (
        GiftBasket.objects.filter(is_public=True)
        .select_related("picture")
        .prefetch_related("picture__renditions", Prefetch("items", items))
    )


def told(gifts: Iterable[GiftBasket], strategy: Any) -> list[ToldBasket]:
    """Say of each what it costs and what of it is sold today; two queries more, however many there are."""
    found = list(gifts)
    records = [
        record for gift in found for item in gift.items.all() for record in item.product.stockrecords.all()
    ]
    note_claims(records, basket_pk=None)
    return [ToldBasket(gift, [_item(item, strategy) for item in gift.items.all()]) for gift in found]


def _item(item: GiftItem, strategy: Any) -> ToldItem:
    info = strategy.fetch_for_product(item.product)
    permitted, reason = info.availability.is_purchase_permitted(item.quantity)
    price = whole_dong(info.price.incl_tax) * item.quantity if info.price.exists else None
    return ToldItem(item.product, item.quantity, price, "" if permitted else str(reason))
