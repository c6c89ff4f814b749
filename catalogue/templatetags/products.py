"""Products in templates: their card, their price and what it means, the papers behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from catalogue import cards
from catalogue.cards import Card, card_of
from catalogue.certification.status import Status
from catalogue.certification.status_reading import product_status
from catalogue.models import Product
from catalogue.producers.models import Producer
from catalogue.product_sections import facts

register = template.Library()


@register.simple_tag
def product_card(
    product: Product | Card,
    level: str = "h3",
    eager: bool = False,
    status: Status | None = None,
    leading: bool = False,
) -> SafeString:
    """The card of a product with its star of today; reads what `Product.objects.for_cards()` prefetched."""
    card = product if isinstance(product, Card) else card_of(product, status or product_status(product))
    return card.draw(level=level, eager=eager, leading=leading)


@register.simple_tag
def product_cards(shown: Sequence[Card], level: str = "h3", eager: int = 0, leading: int = 0) -> SafeString:
    """The cards one after another; pictures of the first `eager` fetched at once, the first `leading` large."""
    return mark_safe("".join(cards.draw_cards(shown, level=level, eager=eager, leading=leading)))


@register.simple_tag
def price_of(product: Product) -> cards.ShownPrice:
    """What a product costs, in words."""
    return cards.price_of(product)


@register.simple_tag
def status_today(product: Product) -> Status:
    """The certification status of a product today."""
    return product_status(product)


@register.simple_tag
def paper_lines(papers: Iterable[Any], on: date) -> tuple[SafeString, ...]:
    """Each paper told in a line, with whether it holds on that day."""
    return facts.paper_lines(papers, on=on)


class Shelf(NamedTuple):
    """A producer's products: with a star in force today, highest first; and the others."""

    in_force: list[Product]
    others: list[Product]


@register.simple_tag
def producer_shelf(producer: Producer) -> Shelf:
    """Everything public a producer makes, by whether its star counts today; nothing while it is suspended."""
    products = list(
        Product.objects.listed().filter(producer=producer).for_cards().order_by("name_folded", "pk")
    )
    today = timezone.localdate()
    statuses = {product.pk: product_status(product, on=today) for product in products}
    in_force = [product for product in products if statuses[product.pk].is_in_force]
    in_force.sort(key=lambda product: -(statuses[product.pk].star or 0))
    return Shelf(in_force, [product for product in products if not statuses[product.pk].is_in_force])
