"""What is kept, for how long, for whom, and what makes it old."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client

from catalogue.models import Product
from storefront.partner.models import StockRecord
from tests.factories.catalogue import make_producer, make_product
from tests.factories.certification import certify, revoke
from tests.factories.cms import make_site, make_story
from tests.factories.reviews import TEXT, make_done_order, make_review, publish
from tests.integration.page_cache.conftest import Committed, kept, standing

pytestmark = pytest.mark.django_db
NOON = "2026-11-21T05:00:00+00:00"


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.fixture
def product(committed: Committed) -> Product:
    with committed(), time_machine.travel(NOON, tick=False):
        good = make_product("Nước mắm Lê Gia", stock=20)
        certify(good, star=4, on=date(2023, 11, 22))
        return good


def test_an_anonymous_page_carries_no_cookie_and_costs_no_query_the_second_time(
    guest: Client, committed: Committed, product: Product, django_assert_num_queries: Callable[[int], Any]
) -> None:
    with time_machine.travel(NOON, tick=False):
        with committed():
            make_site()
            story = make_story(product=product).url
        shop, maker = "/san-pham/", f"/chu-the/{product.producer.slug}/"
        for address in (shop, product.get_absolute_url(), maker, story, "/cau-chuyen/"):
            first = guest.get(address)
            assert (first.status_code, first.cookies, first.get("Vary")) == (200, {}, None)
            assert first["Cache-Control"] == "public, max-age=0, s-maxage=10, stale-while-revalidate=50"
            with django_assert_num_queries(0):
                again = Client().get(address)
            assert (again.content, again["ETag"], again.get("Content-Security-Policy")) == (
                first.content,
                first["ETag"],
                first["Content-Security-Policy"],
            )


def test_who_has_the_page_gets_304_and_head_gets_no_body(guest: Client, product: Product) -> None:
    address = product.get_absolute_url()
    with time_machine.travel(NOON, tick=False):
        page = guest.get(address)
        for tag in (page["ETag"], page["ETag"].removeprefix("W/"), f'"other", {page["ETag"]}', "*"):
            same = guest.get(address, headers={"If-None-Match": tag})
            assert (same.status_code, same.content, same["ETag"]) == (304, b"", page["ETag"])
        assert guest.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
        head = guest.head(address)
        assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", f"{len(page.content)}")


def test_a_star_is_gone_with_the_minute_of_midnight(guest: Client, product: Product) -> None:
    address = product.get_absolute_url()
    with time_machine.travel("2026-11-21T16:59:30+00:00", tick=False) as clock:  # 23:59:30 in Hà Nội
        page = guest.get(address)
        assert page["Cache-Control"] == "public, max-age=0, s-maxage=10, stale-while-revalidate=20"
        assert "Thêm vào giỏ" in page.content.decode()
        clock.shift(29.9)
        assert guest.get(address).content == page.content
        assert (
            guest.get(address)["Cache-Control"] == "public, max-age=0, s-maxage=1, stale-while-revalidate=0"
        )
        clock.shift(0.1)
        late = guest.get(address)
        assert "Thêm vào giỏ" not in late.content.decode()
        assert "Sao đã hết hạn" in late.content.decode()
        assert late["ETag"] != page["ETag"]


def test_a_page_begun_before_midnight_is_not_kept_after_it(
    guest: Client, product: Product, monkeypatch: Any
) -> None:
    from catalogue.views import ProductDetailView

    address = product.get_absolute_url()
    with time_machine.travel("2026-11-21T16:59:59+00:00", tick=False) as clock:
        read = ProductDetailView.get_context_data

        def slow(self: Any, **kwargs: Any) -> Any:
            context = read(self, **kwargs)
            clock.shift(2)
            return context

        monkeypatch.setattr(ProductDetailView, "get_context_data", slow)
        assert (
            guest.get(address)["Cache-Control"] == "public, max-age=0, s-maxage=0, stale-while-revalidate=0"
        )
        monkeypatch.undo()
        assert "Sao đã hết hạn" in text(guest, address)


def test_a_revocation_shows_at_once_on_every_page(
    guest: Client, product: Product, committed: Committed
) -> None:
    with committed():
        make_site()
    with time_machine.travel(NOON, tick=False):
        pages = [
            "/",
            "/san-pham/",
            product.get_absolute_url(),
            f"/chu-the/{product.producer.slug}/",
            "/so-dang-ky/",
        ]
        before = {page: text(guest, page) for page in pages}
        assert {page: text(guest, page) for page in pages} == before
        with committed():
            revoke(product, on=date(2026, 11, 21))
        assert "Sao đã bị thu hồi" in text(guest, product.get_absolute_url())
        assert "Nước mắm Lê Gia" not in text(guest, "/san-pham/")
        assert all(text(guest, page) != before[page] for page in pages if page != "/")


@pytest.mark.parametrize("way", ["save", "update", "bulk", "sql"])
def test_a_new_price_shows_at_once_however_it_was_written(
    guest: Client, product: Product, committed: Committed, way: str
) -> None:
    address, row = product.get_absolute_url(), StockRecord.objects.get(product=product)
    with time_machine.travel(NOON, tick=False):
        assert "120.000" in text(guest, address)
        with committed():
            row.price = 135_000
            if way == "save":
                row.save()
            elif way == "update":
                StockRecord.objects.filter(pk=row.pk).update(price=135_000)
            elif way == "bulk":
                StockRecord.objects.bulk_update([row], ["price"])
            else:
                with connection.cursor() as cursor:
                    cursor.execute("UPDATE partner_stockrecord SET price = 135000 WHERE id = %s", [row.pk])
        assert "135.000" in text(guest, address)
        assert "120.000" not in text(guest, address)


def test_a_writing_that_is_rolled_back_turns_nothing_over(committed: Committed, product: Product) -> None:
    before = standing()
    with committed(), suppress(DatabaseError), transaction.atomic():
        Product.objects.filter(pk=product.pk).update(title="Khác")
        raise DatabaseError
    assert standing() == before


def test_stock_stories_reviews_and_the_sales_mode(
    guest: Client, product: Product, committed: Committed, settings: Any
) -> None:
    with committed():
        make_site()
    with time_machine.travel(NOON, tick=False):
        address = product.get_absolute_url()
        assert "Còn 20." in text(guest, address)
        with committed():
            StockRecord.objects.filter(product=product).update(num_in_stock=0)
        assert "Đã hết hàng." in text(guest, address)
        assert "Chuyện về mắm" not in text(guest, "/cau-chuyen/")
        with committed():
            story = make_story(title="Chuyện về mắm", product=product)
        assert "Chuyện về mắm" in text(guest, "/cau-chuyen/")
        assert "Chuyện về mắm" in text(guest, address)
        with committed():
            story.unpublish()
        assert "Chuyện về mắm" not in text(guest, "/cau-chuyen/")
        assert guest.get(story.url).status_code == 404
        with committed():
            StockRecord.objects.filter(product=product).update(num_in_stock=5)
        with committed():
            review = make_review(make_done_order(product))
        assert TEXT not in text(guest, address)
        with committed():
            publish(review)
        assert TEXT in text(guest, address)
        assert "Thêm vào giỏ" in text(guest, address)
        settings.OCOP_SALES_MODE = "catalogue"
        assert "Thêm vào giỏ" not in text(guest, address)


def test_what_no_page_shows_turns_nothing_over(committed: Committed, client: Client) -> None:
    client.get("/san-pham/")
    before = standing()
    with committed():
        session = client.session
        session["x"] = 1
        session.save()
    assert standing() == before
    with committed():
        make_producer()
    assert standing() != before


def test_languages_hosts_and_proxies_do_not_mix(guest: Client, product: Product) -> None:
    address = product.get_absolute_url()
    with time_machine.travel(NOON, tick=False):
        ours = text(guest, address)
        assert 'lang="vi"' in ours
        english = guest.get(f"/en{address}", headers={"Accept-Language": "vi"}).content.decode()
        assert 'lang="en"' in english
        for name, value in {
            "Host": "evil.example",
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Proto": "gopher",
            "X-Original-URL": "/evil.example/",
            "Accept-Language": "en",
            "Forwarded": "host=evil.example",
        }.items():
            guest.get(address, headers={name: value})
            assert text(guest, address) == ours
        guest.cookies["django_language"] = "en"
        assert text(guest, address) == ours


def test_where_a_visitor_came_from_makes_no_other_page(guest: Client, product: Product) -> None:
    address = product.get_absolute_url()
    with time_machine.travel(NOON, tick=False):
        first = text(guest, f"{address}?utm_source=<b>zalo&fbclid=1")
        assert "zalo" not in first
        assert text(guest, address) == first
        assert text(guest, "/san-pham/?sao=4&nganh=thuc-pham&utm_medium=x") == text(
            guest, "/san-pham/?nganh=thuc-pham&sao=4"
        )


def test_addresses_made_up_by_the_thousand_are_answered_and_not_kept(guest: Client, settings: Any) -> None:
    make_product()
    with time_machine.travel(NOON, tick=False):
        for asked in (
            "q=nuoc",
            "gia-tu=1",
            "x=1",
            "page=" + "9" * 50,
            "sao=3&sao=4&sao=5&sao=3&sao=4",
            "gan=20,105",
        ):
            page = guest.get(f"/san-pham/?{asked}")
            assert (page.status_code, page.cookies) == (200, {})
        assert kept() == 0
        guest.get("/san-pham/?sao=4")
        assert kept() == 1


def test_another_process_of_the_machine_notices(guest: Client, product: Product, settings: Any) -> None:
    """What another process does at the end of its transaction, this one's memory untouched."""
    with time_machine.travel(NOON, tick=False):
        assert "Nước mắm Lê Gia" in text(guest, product.get_absolute_url())
        Product.objects.filter(pk=product.pk).update(title="Nước mắm Ba Làng")  # not committed: no turn
        assert "Nước mắm Lê Gia" in text(guest, product.get_absolute_url())
        command = "from storefront.page_cache.generation import turn_over; turn_over()"
        environment = {
            **os.environ,
            "VAR_DIR": str(settings.VAR_DIR),
            "DJANGO_SETTINGS_MODULE": "storefront.settings.dev",
            "REDIS_URL": settings.CACHES["pages"]["LOCATION"] if settings.PAGE_CACHE_IS_SHARED else "",
        }
        subprocess.run([sys.executable, "-c", command], cwd=settings.BASE_DIR, env=environment, check=True)  # noqa: S603 -- our own
        assert "Nước mắm Ba Làng" in text(guest, product.get_absolute_url())
