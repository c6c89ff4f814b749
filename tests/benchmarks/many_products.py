"""A catalogue of any size for measuring: products of many names, makers, places, prices and stars.

Laid down in bulk with the database's own upkeep out of the way, which is filled in one step afterwards; the same
number gives the same catalogue.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from django.db import connection

from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.rules import add_months
from catalogue.models import Category, Product, ProductCategory
from catalogue.producers.models import Producer
from catalogue.search import upkeep, vocabulary
from catalogue.search.models import Waiting
from catalogue.search.synonyms import found_by
from catalogue.search.words import index_text
from storefront.partner.models import StockRecord
from storefront.places.models import Province
from storefront.vietnamese import fold, slugify
from tests.benchmarks.long_ledger import settle
from tests.factories.catalogue import make_group, make_producer, make_product

TODAY = date(2026, 11, 21)
GROUPS = ("Thực phẩm", "Đồ uống", "Dược liệu", "Thủ công mỹ nghệ", "Sinh vật cảnh", "Dịch vụ du lịch")
GOODS = (
    "Nước mắm", "Mắm tôm", "Miến dong", "Chè xanh", "Trà sen", "Mật ong", "Bình gốm", "Khăn thổ cẩm", "Cà phê",
    "Rượu nếp", "Gạo tám", "Bánh gai", "Kẹo dừa", "Tỏi đen", "Yến sào", "Chả mực", "Tinh dầu quế", "Nấm hương",
    "Chiếu cói", "Giỏ tre", "Muối hạt", "Tương ớt", "Lạp xưởng", "Bưởi da xanh", "Hạt điều", "Bột nghệ", "Cao atiso",
)  # fmt: skip
KINDS = ("truyền thống", "đặc biệt", "thượng hạng", "sấy khô", "hữu cơ", "cốt nhĩ", "hun khói", "nguyên chất")
NAMES = (
    "An", "Bình", "Cường", "Dũng", "Giang", "Hạnh", "Khánh", "Lâm", "Minh", "Nga", "Oanh", "Phúc", "Quý", "Sơn",
    "Thảo", "Uyên", "Vân", "Xuân", "Yến", "Đức", "Hòa", "Loan", "Mai", "Thu",
)  # fmt: skip
BATCH = 2000


def lay_down(number: int) -> None:
    """Make `number` listed products, nine in ten with a recognition, most of them in force on TODAY."""
    upkeep.remove(connection)
    try:
        _lay_down(number)
    finally:
        upkeep.install(connection)
        upkeep.fill(connection)
        Waiting.objects.all().delete()
        settle()


def _lay_down(number: int) -> None:
    groups = [make_group(name) for name in GROUPS]
    provinces = list(Province.objects.filter(valid_to=None).order_by("code"))
    forms = ("company", "cooperative", "household", "cooperative_group", "farm")
    producers = [
        make_producer(
            f"Cơ sở {NAMES[place % 24]} {NAMES[place // 24 % 24]}",
            province=provinces[place % len(provinces)],
            legal_form=forms[place % 5],
        )
        for place in range(120)
    ]
    pattern = make_product(producer=producers[0])
    decision = Decision.objects.create(
        number="1/QĐ-MH", decided_on=date(2024, 1, 1), authority="UBND tỉnh", tier="province"
    )
    for start in range(0, number, BATCH):
        places = range(start, min(start + BATCH, number))
        products = Product.objects.bulk_create(
            _product(place, producers, groups, pattern) for place in places
        )
        pairs = list(zip(places, products, strict=True))
        ProductCategory.objects.bulk_create(
            ProductCategory(product=product, category=groups[place % 6]) for place, product in pairs
        )
        StockRecord.objects.bulk_create(
            StockRecord(
                product=product,
                partner_id=product.producer.partner_id,
                partner_sku=product.public_id,
                price=20_000 + place % 97 * 5_000,
                num_in_stock=20,
            )
            for place, product in pairs
        )
        LedgerEntry.objects.bulk_create(
            _recognition(place, product, decision) for place, product in pairs if place % 10
        )
    vocabulary.learn([*GOODS, *KINDS, *NAMES, *(name for one in GOODS for name in found_by([one]))])


def _product(place: int, producers: list[Producer], groups: list[Category], pattern: Product) -> Product:
    producer = producers[place * 7 % len(producers)]
    goods = GOODS[place % len(GOODS)]
    name = f"{goods} {KINDS[place // 27 % 8]} {NAMES[place // 216 % 24]} {NAMES[place // 5184 % 24]} {place}"
    others = [producer.name, "hộp 500 g", groups[place % 6].name, producer.province.name]
    return Product(
        title=name,
        slug=slugify(name),
        public_id=f"b{place:09d}",
        name_folded=fold(name),
        search_words=index_text(name, others=others, hints=_synonyms(goods)),
        product_class=pattern.product_class,
        selling="orderable",
        producer=producer,
        province=producer.province,
        is_public=True,
    )


@cache
def _synonyms(goods: str) -> list[str]:
    return found_by([goods])


def _recognition(place: int, product: Product, decision: Decision) -> LedgerEntry:
    begins = TODAY - timedelta(days=200 + place % 1000)
    return LedgerEntry(
        product=product,
        kind="recognised",
        effective_on=begins,
        valid_from=begins,
        valid_to=add_months(begins, 36),
        star=3 + place % 3,
        decision=decision,
        rule_set="qd-148-2023",
        tier="province",
        fingerprint=f"b{place:063d}",
    )
