"""Illustrative goods and services: facts, price, stock, and a picture from the drawn set."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from oscar.core.loading import get_model

from catalogue.importing.groups import ensure_group, era_of_today
from catalogue.models import Category, Product, ProductClass, ProductImage
from catalogue.producers.models import Producer
from storefront.demo.producers import producers_by_key
from storefront.demo.reading import product_picture, read_table
from storefront.pictures.reading import clean_file
from storefront.pictures.renditions import Known

StockRecord = get_model("partner", "StockRecord")

# Slug → name, posted in a parcel, counted in stock. The first two are those an import makes as well.
_CLASSES = {
    "hang-hoa": ("Hàng hoá", True, True),
    "dich-vu": ("Dịch vụ", False, False),
    "lam-theo-don": ("Hàng làm theo đơn", True, False),
}


@transaction.atomic
def enter_products() -> int:
    """Enter the products that are missing, with stock and picture; return how many were."""
    known = products_by_key()
    missing = [row for row in read_table("products") if row["key"] not in known]
    if not missing:
        return 0
    producers = producers_by_key()
    groups = groups_by_set()
    classes = {slug: _product_class(slug) for slug in _CLASSES}
    pictures = {name: _picture(name) for name in {row["picture"] for row in missing}}
    entered = [_enter(row, producers[row["producer"]], classes) for row in missing]
    for row, product in zip(missing, entered, strict=True):
        product.categories.add(groups[int(row["criteria_set"])])
    ProductImage.objects.bulk_create(
        ProductImage(product=product, caption=product.title, **pictures[row["picture"]])
        for row, product in zip(missing, entered, strict=True)
    )
    StockRecord.objects.bulk_create(
        StockRecord(
            product=product,
            partner_id=producers[row["producer"]].partner_id,
            partner_sku=row["key"],
            price=Decimal(row["price"]),
            num_in_stock=int(row["stock"]),
        )
        for row, product in zip(missing, entered, strict=True)
        if product.nature == Product.Nature.GOODS
    )
    return len(missing)


def products_by_key() -> dict[str, Product]:
    """Return the demo's products in this database by their key in the file."""
    producers = {producer.pk: key for key, producer in producers_by_key().items()}
    keys = {(row["producer"], row["name"]): row["key"] for row in read_table("products")}
    found = Product.objects.filter(producer__in=producers, illustrative=True).select_related(
        "producer__province"
    )
    named = ((keys.get((producers[product.producer_id], product.title)), product) for product in found)
    return {key: product for key, product in named if key}


def groups_by_set() -> dict[int, Category]:
    """Return the group each of the 26 criteria sets belongs to, made when the tree lacks it."""
    groups = {number: ensure_group(number) for number in range(1, 7)}
    return {criteria.number: groups[criteria.group] for criteria in era_of_today().criteria_sets}


def _enter(row: dict[str, str], producer: Producer, classes: dict[str, ProductClass]) -> Product:
    is_service = row["nature"] == Product.Nature.SERVICE
    product = Product(
        title=row["name"],
        description=row["description"],
        product_class=classes[
            "dich-vu" if is_service else "lam-theo-don" if row["lead_days"] else "hang-hoa"
        ],
        producer=producer,
        province_id=producer.province_id,
        commune_id=producer.commune_id,
        nature=row["nature"],
        selling=Product.Selling.CONTACT if is_service else Product.Selling.ORDERABLE,
        criteria_set=int(row["criteria_set"]),
        pack=row["pack"],
        net_quantity=Decimal(row["net_quantity"]),
        net_unit=row["net_unit"],
        gtin=row["gtin"] or None,
        lead_days=int(row["lead_days"]) if row["lead_days"] else None,
        price_from=int(row["price"]) if is_service else None,
        ingredients=row["ingredients"],
        material_origin=row["material_origin"],
        storage_note=row["storage_note"],
        shelf_life=row["shelf_life"],
        illustrative=True,
        **{f"is_{handling}": True for handling in row["handling"].split()},
    )
    product.full_clean(exclude=["slug"])
    product.save()
    return product


def _product_class(slug: str) -> ProductClass:
    name, is_posted, is_counted = _CLASSES[slug]
    return ProductClass.objects.get_or_create(
        slug=slug, defaults={"name": name, "requires_shipping": is_posted, "track_stock": is_counted}
    )[0]


def _picture(name: str) -> dict[str, Any]:
    """Store a drawing as an upload would be, and return what a row says of it; all products of a kind share one."""
    with product_picture(name).open("rb") as drawing:
        clean = clean_file(drawing, named=False)
    stored = f"demo/{clean.name}"
    if not default_storage.exists(stored):
        default_storage.save(stored, clean)
    return {"original": stored, "renditions": Known(clean.picture.width, clean.picture.height).as_data()}
