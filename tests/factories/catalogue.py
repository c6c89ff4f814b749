"""Producers and products for tests, made through the functions people's forms call where there are any."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from catalogue.models import Category, Product, ProductClass
from catalogue.producers.models import Producer
from catalogue.producers.registration import register_producer
from storefront.places.models import Commune, FormerCommune, FormerProvince, Province
from storefront.vietnamese import slugify

_numbers = itertools.count(1)
SINCE = date(2025, 7, 1)


def make_province(name: str = "Thanh Hóa", code: str = "38", kind: str = "province") -> Province:
    """The province, made once."""
    return Province.objects.get_or_create(
        code=code,
        valid_from=SINCE,
        defaults={"name": name, "kind": kind, "slug": slugify(name), "name_folded": ""},
    )[0]


def make_commune(
    name: str = "Hoằng Phụ", province: Province | None = None, code: str = "", kind: str = "commune"
) -> Commune:
    """A commune of `province` (Thanh Hóa unless named)."""
    province = province or make_province()
    found = Commune.objects.filter(name=name, province=province).first()
    return found or Commune.objects.create(
        code=code or f"{90000 + next(_numbers)}", name=name, province=province, kind=kind, valid_from=SINCE
    )


def make_former_commune(
    name: str, successor: Commune, *, district: str, kind: str = "commune"
) -> FormerCommune:
    """A commune of before 1 July 2025 in a rural district of the same province."""
    province = successor.province
    old, _created = FormerProvince.objects.get_or_create(
        code=province.code, defaults={"name": province.name, "successor": province}
    )
    return FormerCommune.objects.create(
        code=f"{80000 + next(_numbers)}",
        name=name,
        kind=kind,
        district=district,
        district_kind="rural",
        former_province=old,
        successor=successor,
    )


def make_producer(name: str = "", **facts: Any) -> Producer:
    """An active cooperative in Thanh Hóa unless told otherwise."""
    facts = {"legal_form": "cooperative", "state": "active", "province": None, **facts}
    facts["province"] = facts["province"] or make_province()
    return register_producer(name or f"Hợp tác xã Số {next(_numbers)}", **facts)


def make_group(name: str = "Thực phẩm") -> Category:
    """One of the groups at the root, made once."""
    found = Category.objects.filter(slug=slugify(name), depth=1).first()
    return found or Category.add_root(name=name, slug=slugify(name), is_public=True)


def make_product(
    title: str = "",
    *,
    producer: Producer | None = None,
    group: Category | str = "Thực phẩm",
    price: int | None = 120_000,
    stock: int = 20,
    **facts: Any,
) -> Product:
    """A public product that can be ordered once it is certified.

    `price` in whole đồng, `stock` in pieces; `price=None` makes no stock record.
    """
    producer = producer or make_producer()
    product_class = ProductClass.objects.get_or_create(
        slug="hang-hoa", defaults={"name": "Hàng hoá", "requires_shipping": True, "track_stock": True}
    )[0]
    facts = {"selling": "orderable", "pack": "chai 500 ml", "province": producer.province, **facts}
    product = Product.objects.create(
        title=title or f"Nước mắm số {next(_numbers)}",
        product_class=product_class,
        producer=producer,
        **facts,
    )
    product.categories.add(make_group(group) if isinstance(group, str) else group)
    if price is not None:
        product.stockrecords.create(
            partner=producer.partner, partner_sku=product.public_id, price=price, num_in_stock=stock
        )
    return product
