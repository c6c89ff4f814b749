"""Baskets, shoppers and placed orders for tests, made the way people make them."""

from __future__ import annotations

import itertools
import re
from typing import Any

from catalogue.models import Product
from storefront.basket.models import Basket
from storefront.partner.strategy import Selector
from storefront.purchases.placing import Placed, Shopper, place_order_group
from storefront.purchases.shares import shares_of, total_of
from tests.factories.catalogue import make_commune, make_producer, make_product, make_province
from tests.factories.certification import certify

_numbers = itertools.count(1)
#: A bank code no bank has.
NO_BANK = "999999"


def make_good(title: str = "", **facts: Any) -> Product:
    """A product one can order today: certified, its producer active, on stock."""
    product = make_product(title, **facts)
    certify(product)
    return product


def make_paying_producer(name: str = "", **facts: Any) -> Any:
    """An illustrative producer that takes VietQR into an account no bank has."""
    facts = {"bank_bin": NO_BANK, "bank_account": "0000123456", "bank_holder": "HTX MINH HOA", **facts}
    return make_producer(name, illustrative=True, **facts)


def make_basket(*wanted: tuple[Product, int]) -> Basket:
    """A saved guest's basket with these quantities."""
    basket = Basket.objects.create()
    basket.strategy = Selector().strategy()
    for product, quantity in wanted:
        basket.add_product(product, quantity)
    return basket


def make_shopper(**facts: Any) -> Shopper:
    """Somebody in Thanh Hóa."""
    province = facts.pop("province", None) or make_province()
    commune = facts.pop("commune", None) or make_commune(province=province)
    told = {
        "name": "Nguyễn Thị Hoa",
        "phone": "+84912345678",
        "email": "hoa@example.vn",
        "street": "12 Lê Lợi",
    }
    return Shopper(**{**told, "province": province, "commune": commune, **facts})


def place(basket: Basket, **facts: Any) -> Placed:
    """Order the basket as its page would, agreeing to what it costs now."""
    shopper = facts.pop("shopper", None) or make_shopper()
    total = total_of(shares_of(basket, province=shopper.province))
    facts = {"submission": f"submission-of-test-{next(_numbers):06d}", "seen_total": total, **facts}
    return place_order_group(basket, shopper=shopper, **facts)


def checkout_fields(**typed: Any) -> dict[str, str]:
    """What a shopper types into the checkout form, places made beforehand."""
    shopper = make_shopper()
    return {
        "name": shopper.name,
        "phone": "0912 345 678",
        "email": shopper.email,
        "province": shopper.province.code,
        "commune": shopper.commune.code,
        "street": shopper.street,
        "note": "Gọi trước khi giao",
        **typed,
    }


def hidden(answer: Any) -> dict[str, str]:
    """The hidden fields of the checkout's form, as a script reads them from the page."""
    page = answer.content.decode()
    return {
        name: re.findall(f'name="{name}" value="([^"]*)"', page)[0] for name in ("submission", "seen_total")
    }
