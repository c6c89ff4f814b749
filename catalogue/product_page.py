"""What the page of a product reads: the product, cards of others beside it, and all that hangs on it, in three queries.

The floors above add what they show on it (`part`): the page asks for all of it at once and their template tags find
it with the product (`part_of`); on a page that did not ask, the tag asks by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from catalogue.cards import Card
from catalogue.certification.models import LedgerEntry
from catalogue.models import Category, Product, ProductImage
from catalogue.producers.models import ComplianceDocument
from catalogue.search.cards import card_facts, card_from
from storefront.ready_queries import ReadyQuery
from storefront.ready_relations import attach
from storefront.ready_together import Together

RELATED = 4
_PARTS = Together()
Build = Callable[..., QuerySet[Any, Any]]


def part(name: str) -> Callable[[Build], Build]:
    """Have the decorated queryset asked with each product's page.

    It takes by name what it needs of `product` and `producer` (their keys), `on` (today) and `at` (now); see
    `storefront.ready_queries`.
    """

    def add(build: Build) -> Build:
        _PARTS.add(name, build)
        return build

    return add


def part_of(product: Any, name: str) -> list[Any]:
    """The rows of a part: what the page has read, else read now."""
    known = getattr(product, "page_parts", None)
    if known is not None and name in known:
        return known[name]
    return _PARTS.alone(name, **_values(product, timezone.localdate()))


def add_what_a_product_shows(together: Together) -> None:
    """Let another page that shows one product ask for its card, its star and its code with its own questions."""
    for name in ("images", "stockrecords", "ledger_entries", "categories", "code"):
        together.take(name, _PARTS)


def product_for_page(pk: int) -> Product | None:
    """The product with its maker and both their places, or None; read `read_parts` next."""
    return next(iter(_one_product(pk=pk)), None)


def related_to(product: Product, *, on: date) -> list[Card]:
    """Other products of the same producer with a star in force; alcohol is shown on no other goods' page."""
    if product.producer_id is None:
        return []
    found = _others(producer=product.producer_id, but=product.pk, sober=not product.is_alcohol, on=on)
    return [card_from(row["pk"], row, _picture(row), None) for row in found]


def read_parts(product: Product, *, on: date) -> None:
    """Read all that hangs on the product, in one query, and leave it with it."""
    found = _PARTS(**_values(product, on))
    attach_to(product, found)
    product.page_parts = found  # type: ignore[attr-defined]


def attach_to(product: Product, found: dict[str, list[Any]]) -> None:
    """Give a product what a card and a star are made of."""
    for name in ("images", "stockrecords", "ledger_entries"):
        attach([product], name, found[name], by="product_id")
    attach([product], "categories", found["categories"], by="of_product")


def _values(product: Any, on: date) -> dict[str, Any]:
    return {"product": product.pk, "producer": product.producer_id, "on": on, "at": timezone.now()}


@ReadyQuery
def _one_product(*, pk: int) -> QuerySet[Product]:
    cards = Product.objects.for_cards().prefetch_related(None)
    return cards.filter(pk=pk).select_related(
        "product_class",
        "producer__province",
        "producer__commune__province",
        "producer__delivery_terms",
        "producer__delivery_rate",
    )


@ReadyQuery
def _others(*, producer: int, but: int, sober: bool, on: date) -> QuerySet[Product, dict[str, Any]]:
    others = Product.objects.listed().filter(producer=producer).exclude(pk=but)
    if sober:
        others = others.exclude(is_alcohol=True)
    # A maker may have hundreds: their stars are read from the spans lists use, not worked out of the ledger.
    found = card_facts(others, on=on).filter(star_now__isnull=False)
    first = ProductImage.objects.filter(product=OuterRef("pk")).order_by("display_order", "pk")
    return found.annotate(
        picture=Subquery(first.values("original")[:1]), renditions=Subquery(first.values("renditions")[:1])
    ).order_by("-star_now", "name_folded")[:RELATED]


def _picture(row: dict[str, Any]) -> ProductImage | None:
    """The first picture of a row as far as a card shows it."""
    return ProductImage(original=row["picture"], renditions=row["renditions"]) if row["picture"] else None


@part("images")
def _images(*, product: int) -> QuerySet[ProductImage]:
    return ProductImage.objects.filter(product=product)


@part("stockrecords")
def _stock(*, product: int) -> QuerySet[Any]:
    return Product._meta.get_field("stockrecords").related_model.objects.filter(product=product)


@part("ledger_entries")
def _ledger(*, product: int) -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(product=product).select_related("decision")


@part("categories")
def _groups(*, product: int) -> QuerySet[Category]:
    groups = Category.objects.filter(productcategory__product=product)
    return groups.annotate(of_product=F("productcategory__product")).order_by("path")


@part("papers")
def _papers(*, product: int, producer: int | None) -> QuerySet[ComplianceDocument]:
    of_its_producer = Q(producer=producer, product=None)
    return ComplianceDocument.objects.filter(Q(product=product) | of_its_producer)
