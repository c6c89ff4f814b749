"""Two gift baskets of illustrative products."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from catalogue.models import Product
from storefront.gifts.models import GiftBasket, GiftItem

_GIFTS = (
    (
        "Giỏ quà Tết ba vùng",
        "New Year basket of three regions",
        "Một giỏ đủ mặn, ngọt và trà: nước mắm của biển, mật ong của đá, chè của rừng già. Dành cho người xa quê.",
        "Savoury, sweet and tea in one basket: fish sauce from the sea, honey from the karst, tea from old trees.",
        {"nuoc-mam-lach-vang-40": 2, "mat-ong-bac-ha-khau-da": 1, "che-shan-lao-vai": 1},
    ),
    (
        "Quà thăm nhà",
        "A gift for the host",
        "Nhẹ mà quý: miến dong, cà phê rang mộc và một giỏ cói để đựng, về sau còn dùng đi chợ.",
        "Light yet thoughtful: noodles, coffee, and a sedge bag that goes on to carry the shopping.",
        {"gio-coi-bai-boi": 1, "mien-ang-toong": 2, "ca-phe-moc-buon-sang": 1},
    ),
)


def put_together(products: Mapping[str, Product]) -> int:
    """Enter the gift baskets that are not there yet; return how many are new."""
    new = 0
    for position, (title, title_en, story, story_en, items) in enumerate(_GIFTS):
        if GiftBasket.objects.filter(title=title).exists():
            continue
        with transaction.atomic():
            gift = GiftBasket.objects.create(
                title=title, title_en=title_en, story=story, story_en=story_en, position=position
            )
            GiftItem.objects.bulk_create(
                GiftItem(basket=gift, product=products[key], quantity=number)
                for key, number in items.items()
                if key in products
            )
        new += 1
    return new
