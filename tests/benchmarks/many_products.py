"""A catalogue of any size for measuring: products of many names, makers, places, prices and stars.

Laid down in bulk with the database's own upkeep out of the way, which is filled in one step afterwards; the same
number gives the same catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import chain, cycle, islice, repeat
from typing import Any

from django.db import connection

from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.rules import add_months
from catalogue.models import Product, ProductCategory
from catalogue.producers.models import Producer
from catalogue.search import upkeep, vocabulary
from catalogue.search.models import Waiting
from catalogue.search.synonyms import found_by
from catalogue.search.words import index_text
from storefront.partner.models import Partner, StockRecord
from storefront.places.models import Province
from storefront.vietnamese import fold, slugify
from tests.benchmarks.long_ledger import settle
from tests.benchmarks.pouring import next_key, pour
from tests.factories.catalogue import make_group, make_product

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
#: Products of one maker in turn: 2.2 on average as in published lists, ten at most; and one maker has very many.
OF_A_MAKER = (1, 2, 1, 1, 3, 1, 2, 1, 10, 1, 1, 2, 1, 4, 1, 1, 2, 1, 6, 1)
MANY = 167
#: Which group and star of 25 and of 11 products: the shares of published lists, food first and three stars first.
OF_A_GROUP = "0301002003040013005020000"
STARS = (3, 4, 3, 4, 3, 0, 3, 4, 3, 5, 4)


def lay_down(number: int) -> None:
    """Make `number` listed products, ten of eleven with a recognition, most of them in force on TODAY."""
    upkeep.remove(connection)
    try:
        _lay_down(number)
        settle()
    finally:
        upkeep.install(connection)
        Waiting.objects.all().delete()
        settle()


def _lay_down(number: int) -> None:
    pattern = make_product(f"{GOODS[0]} mẫu", group=make_group(GROUPS[0]))
    provinces = list(Province.objects.filter(valid_to=None).order_by("code"))
    of_each = list(islice(_maker_of_each(), number))
    makers = _makers(of_each[-1] + 1, pattern.producer, provinces)
    products = _products(number, pattern, [makers[maker] for maker in of_each])
    _stock(pattern, products)
    _recognitions(products)
    vocabulary.learn(
        [
            "Cơ sở hộp 500 g",
            *(name for names in (NAMES, GOODS, KINDS, GROUPS) for name in names),
            *(province.name for province in provinces),
            *(name for one in GOODS for name in found_by([one])),
        ]
    )


def _maker_of_each() -> Iterator[int]:
    """The number of the maker of each product in turn."""
    for maker, products in enumerate(chain([MANY], cycle(OF_A_MAKER))):
        yield from repeat(maker, products)


def _makers(number: int, pattern: Producer, provinces: list[Province]) -> list[Producer]:
    first, first_partner = next_key(Producer), next_key(Partner)
    forms = ("company", "cooperative", "household", "cooperative_group", "farm")
    made = []
    for place in range(number):
        name = f"Cơ sở {NAMES[place % 24]} {NAMES[place // 24 % 24]} {place}"
        made.append(
            Producer(
                id=first + place,
                partner_id=first_partner + place,
                name=name,
                name_folded=fold(name),
                slug=slugify(name),
                province=provinces[place % len(provinces)],
                legal_form=forms[place % 5],
            )
        )
    pour(pattern.partner, ({"id": one.partner_id, "name": one.name, "code": one.slug} for one in made))
    own = ("id", "partner_id", "name", "name_folded", "slug", "province_id", "legal_form")
    pour(pattern, ({column: getattr(one, column) for column in own} for one in made))
    return made


def _products(number: int, pattern: Product, makers: list[Producer]) -> list[Product]:
    """One product for each of these makers in turn, with its group."""
    groups, first = [make_group(name) for name in GROUPS], next_key(Product)
    made, links = [], []
    for place, maker in enumerate(makers):
        goods, group = GOODS[place % len(GOODS)], groups[int(OF_A_GROUP[place % len(OF_A_GROUP)])]
        name = (
            f"{goods} {KINDS[place // 27 % 8]} {NAMES[place // 216 % 24]} {NAMES[place // 5184 % 24]} {place}"
        )
        others = [maker.name, "hộp 500 g", group.name, maker.province.name]
        made.append(
            Product(
                id=first + place,
                title=name,
                slug=slugify(name),
                public_id=f"b{place:09d}",
                name_folded=fold(name),
                search_words=index_text(name, others=others, hints=_synonyms(goods)),
                producer=maker,
                province=maker.province,
            )
        )
        links.append({"product_id": first + place, "category_id": group.pk})
    own = ("id", "title", "slug", "public_id", "name_folded", "search_words", "producer_id", "province_id")
    pour(pattern, ({column: getattr(one, column) for column in own} for one in made))
    link = ProductCategory.objects.get(product=pattern)
    key = next_key(ProductCategory)
    pour(link, ({"id": key + place, **columns} for place, columns in enumerate(links)))
    return made


def _stock(pattern: Product, products: list[Product]) -> None:
    key = next_key(StockRecord)
    pour(
        pattern.stockrecords.get(),
        (
            {
                "id": key + place,
                "product_id": product.pk,
                "partner_id": product.producer.partner_id,
                "partner_sku": product.public_id,
                "price": Decimal(20_000 + place % 97 * 5_000),
            }
            for place, product in enumerate(products)
        ),
    )


def _recognitions(products: list[Product]) -> None:
    """Stars of most of the products; the first one is the pattern of the others."""
    decision = Decision.objects.create(
        number="1/QĐ-MH", decided_on=date(2024, 1, 1), authority="UBND tỉnh", tier="province"
    )
    facts = [
        (place, product, STARS[place % len(STARS)])
        for place, product in enumerate(products)
        if STARS[place % len(STARS)]
    ]
    pattern = LedgerEntry.objects.bulk_create(
        [
            LedgerEntry(
                **_recognised(*facts[0]),
                kind="recognised",
                decision=decision,
                rule_set="qd-148-2023",
                tier="province",
            )
        ]
    )[0]
    key = next_key(LedgerEntry)
    with _unguarded():
        pour(pattern, ({"id": key + place, **_recognised(*fact)} for place, fact in enumerate(facts[1:])))


@contextmanager
def _unguarded() -> Iterator[None]:
    """Without the ledger's guard: it keeps the plan it made for an empty table and walks through all rows for each."""
    if connection.vendor != "postgresql":
        yield
        return
    guard = f'"{LedgerEntry._meta.db_table}" {{}} TRIGGER USER'
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {guard.format('DISABLE')}")
        yield
        cursor.execute(f"ALTER TABLE {guard.format('ENABLE')}")


def _recognised(place: int, product: Product, star: int) -> dict[str, Any]:
    begins = TODAY - timedelta(days=200 + place % 1000)
    return {
        "product_id": product.pk,
        "effective_on": begins,
        "valid_from": begins,
        "valid_to": _ends(begins),
        "star": star,
        "fingerprint": f"b{place:063d}",
    }


@cache
def _ends(begins: date) -> date:
    return add_months(begins, 36)


@cache
def _synonyms(goods: str) -> list[str]:
    return found_by([goods])
