"""A ledger as long as a province's may become, laid down past the ledger's caution: only for measuring."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import connection

from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.rules import add_months
from catalogue.models import Category, Product, ProductCategory
from storefront.vietnamese import fold
from tests.factories.catalogue import make_producer

TODAY = date(2026, 11, 21)
PRODUCTS = 20_000
GOODS = ("Nước mắm", "Miến dong", "Chè xanh", "Mật ong", "Gốm", "Thổ cẩm", "Cà phê")


def lay_down(number: int = PRODUCTS) -> list[Product]:
    """`number` listed products with two or three entries each: renewed, raised, revoked, corrected, never."""
    producers = [make_producer() for _each in range(50)]
    names = [f"{GOODS[place % len(GOODS)]} số {place}" for place in range(number)]
    products = Product.objects.bulk_create(
        (
            Product(
                title=name,
                slug=f"p{place}",
                public_id=f"b{place:09d}",
                name_folded=fold(name),
                search_words=f" {fold(name)} ",
                producer=producers[place % len(producers)],
                is_public=True,
            )
            for place, name in enumerate(names)
        ),
        batch_size=2000,
    )
    group = Category.objects.filter(depth=1).first() or Category.add_root(name="Thực phẩm", slug="thuc-pham")
    ProductCategory.objects.bulk_create(
        (ProductCategory(product=product, category=group) for product in products), batch_size=2000
    )
    entries = LedgerEntry.objects.bulk_create(_entries(products), batch_size=2000)
    LedgerEntry.objects.bulk_create(_corrections(entries[::100]), batch_size=2000)
    settle()
    return products


def settle() -> None:
    """Let the database count its rows, as it does by itself soon after a large import."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _entries(products: list[Product]) -> Iterator[LedgerEntry]:
    decision = Decision.objects.create(
        number="1/QĐ-MH", decided_on=date(2020, 1, 1), authority="UBND tỉnh", tier="province"
    )
    numbers = itertools.count(1)

    def entry(product: Product, kind: str, on: date, **facts: object) -> LedgerEntry:
        fields = {"decision": decision, "rule_set": "qd-148-2023", "tier": "province", **facts}
        return LedgerEntry(
            product=product, kind=kind, effective_on=on, fingerprint=f"{next(numbers):064d}", **fields
        )

    def recognised(product: Product, on: date, star: int) -> LedgerEntry:
        return entry(product, "recognised", on, star=star, valid_from=on, valid_to=add_months(on, 36))

    for place, product in enumerate(products):
        first = date(2021, 1, 1) + timedelta(days=place % 700)
        second = first + timedelta(days=900 + place % 300)
        yield entry(product, "evaluated", first, score=75, council="Hội đồng tỉnh", decision=None)
        if place % 10 == 9:
            continue
        yield recognised(product, first, 3 + place % 2)
        if place % 3:
            yield recognised(product, second, 3 + place % 3)
        if place % 20 == 0:
            yield entry(product, "revoked", date(2026, 1, 1), ground="other-finding")


def _corrections(wrong: list[LedgerEntry]) -> Iterator[LedgerEntry]:
    for entry in wrong:
        yield LedgerEntry(
            product=entry.product,
            kind="corrected",
            corrects=entry,
            reason="nhầm",
            fingerprint=f"c{entry.pk:063d}",
        )
