"""What hangs on products, read for all of them together: `product.<name>.all()` then asks the database nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, QuerySet

from catalogue.certification.models import LedgerEntry
from catalogue.models import Product, ProductImage
from storefront.ready_queries import ReadyQuery
from storefront.ready_relations import attach


def _of_products(model: type[Model]) -> ReadyQuery[Any]:
    """The model's rows of many products, in the model's own order."""

    def build(*, products: list[int]) -> QuerySet[Any]:
        return model._default_manager.filter(product__in=products)

    return ReadyQuery(build)


def _giver(model: type[Model], name: str) -> Callable[[Iterable[Product]], None]:
    rows_of = _of_products(model)

    def give(products: Iterable[Product]) -> None:
        things = list(products)
        if things:
            rows = rows_of(products=sorted({product.pk for product in things}))
            attach(things, name, rows, by="product_id")

    return give


#: Each asks one query and leaves `product.ledger_entries`, `product.images` and so on known.
attach_ledgers = _giver(LedgerEntry, "ledger_entries")
attach_pictures = _giver(ProductImage, "images")
attach_stock = _giver(Product._meta.get_field("stockrecords").related_model, "stockrecords")
