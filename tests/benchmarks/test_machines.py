"""What machines read where there are 20,000 products: each piece costs the same, and nothing is held in memory."""

from __future__ import annotations

import tracemalloc
from time import perf_counter

import pytest
import time_machine
from django.db import connection
from django.test import Client
from oscar.core.loading import get_model

from catalogue.models import Product, ProductClass, ProductImage
from storefront.machines.sitemaps import RANGE
from tests.benchmarks.long_ledger import PRODUCTS, TODAY, lay_down

StockRecord = get_model("partner", "StockRecord")
DRAWN = {"size": [1200, 900], "widths": [320, 480, 640, 960, 1200], "forms": ["avif", "webp", "jpg"]}


def read(client: Client, address: str) -> tuple[float, int]:
    """Return the seconds and characters of an answer, taken piece by piece as a server does."""
    began = perf_counter()
    length = sum(len(part) for part in client.get(address).streaming_content)
    return perf_counter() - began, length


@pytest.mark.django_db
def test_sitemaps_and_the_merchant_feed(client: Client) -> None:
    with time_machine.travel(TODAY):
        products = lay_down()
        ProductImage.objects.bulk_create(
            (
                ProductImage(product=product, original=f"x/{product.pk}.jpg", renditions=DRAWN)
                for product in products
            ),
            batch_size=2000,
        )
        goods = ProductClass.objects.create(name="Hàng hoá", slug="hang-hoa", track_stock=True)
        Product.objects.update(selling="orderable", product_class=goods)
        StockRecord.objects.bulk_create(
            (
                StockRecord(
                    product=product,
                    partner_id=product.producer.partner_id,
                    partner_sku=product.public_id,
                    price=99_000,
                    num_in_stock=9,
                )
                for product in products
            ),
            batch_size=2000,
        )
        read(client, "/sitemap-san-pham-1.xml")
        pieces = [read(client, f"/sitemap-san-pham-{1 + number}.xml") for number in range(PRODUCTS // RANGE)]
        tell(f"last piece of {len(pieces)}: {pieces[-1][0] / pieces[0][0]:.2f} × the first")
        tracemalloc.start()
        _seconds, length = read(client, "/nguon/san-pham.xml")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        tell(f"merchant feed: {length / 2**20:.1f} MB sent, {peak / 2**20:.0f} MB held at most")


def tell(words: str) -> None:
    print(f"{connection.vendor:10} {words}")  # noqa: T201
