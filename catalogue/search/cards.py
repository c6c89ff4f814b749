"""The cards of the products on a page: two questions, a third for those whose star does not count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import F, OuterRef, QuerySet, Subquery

from catalogue.cards import Card, place_of, shown_price
from catalogue.certification.status import State, Status
from catalogue.certification.status_reading import statuses_of
from catalogue.models import Category, Product, ProductImage
from catalogue.search.models import StarSpan
from storefront.places.models import Commune
from storefront.ready_queries import ReadyQuery


def cards_of(pks: Sequence[int], *, on: date) -> list[Card]:
    """The cards of these products in this order, without those that are not listed."""
    if not pks:
        return []
    found = {row.pop("pk"): row for row in _facts(pks=list(pks), on=on)}
    pictures: dict[int, ProductImage] = {}
    for picture in _pictures(pks=list(pks)):
        pictures.setdefault(picture.product_id, picture)
    lapsed = [pk for pk in pks if pk in found and found[pk]["star_now"] is None]
    statuses = statuses_of(lapsed, on=on)
    return [card_from(pk, found[pk], pictures.get(pk), statuses.get(pk)) for pk in pks if pk in found]


def card_from(pk: int, row: dict[str, Any], picture: ProductImage | None, lapsed: Status | None) -> Card:
    """The card of a row of `card_facts`; `lapsed` is the status of a product whose star does not count."""
    star, commune = row["star_now"], _COMMUNE.get(row["commune__kind"])
    return Card(
        pk=pk,
        title=row["title"],
        slug=row["slug"],
        name_folded=row["name_folded"],
        group_slug=row["group_slug"] or "",
        place=place_of(
            commune=f"{commune} {row['commune__name']}" if commune else "",
            commune_province=row["commune__province__name"],
            note=row["origin_note"],
            province=row["province__name"] or "",
        ),
        price=shown_price(row["asked"], row["price_from"], row["price_to"]),
        status=Status(State.IN_FORCE, star) if star else lapsed,
        picture=picture,
        producer_name=row["producer__name"],
    )


def card_facts(products: Any, *, on: date) -> QuerySet[Product, dict[str, Any]]:
    """What stands on the products' cards but for the pictures, with the star of that day by the dates of its span."""
    group = Category.objects.filter(path=OuterRef("search_entry__group_path"))
    stock = apps.get_model("partner", "StockRecord").objects
    record = stock.filter(product=OuterRef("pk"), product__selling="orderable").order_by("pk")
    return products.values(
        "pk", "title", "slug", "name_folded", "origin_note", "price_from", "price_to", "producer__name",
        "province__name", "commune__kind", "commune__name", "commune__province__name",
        star_now=StarSpan.objects.star_of_product(on=on),
        group_slug=Subquery(group.values("slug")[:1]),
        asked=Subquery(record.values("price")[:1]),
    )  # fmt: skip


#: What a kind of commune is called: lazily, in the language of the moment.
_COMMUNE = {kind.value: kind.label for kind in Commune.Kind}
_facts = ReadyQuery(lambda *, pks, on: card_facts(Product.objects.listed().filter(pk__in=pks), on=on))
_pictures = ReadyQuery(
    lambda *, pks: ProductImage.objects.filter(product__in=pks).order_by(F("display_order"), "pk")
)
