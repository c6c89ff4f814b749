"""A sale makes old what shows the goods that were sold, and nothing else; every other writing turns everything over."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.models import Product
from storefront.page_cache import sold
from storefront.page_cache.reads import Noted
from storefront.page_cache.tables import SOMETIMES, is_seen, rows_sold
from storefront.partner.models import StockRecord
from storefront.purchases import lifecycle
from storefront.purchases.moving import move_order
from tests.factories.catalogue import make_producer, make_product, make_province
from tests.factories.certification import certify, revoke
from tests.factories.cms import make_site, make_story
from tests.factories.purchases import make_basket, make_shopper, place
from tests.integration.page_cache.conftest import Committed, sales, standing

pytestmark = pytest.mark.django_db
NOON = "2026-11-21T05:00:00+00:00"


class Shop:
    """Two producers of two provinces, each with a product and a story about it."""

    def __init__(self) -> None:
        make_site()
        self.a = self._made("Nước mắm", make_producer("HTX Biển"))
        self.b = self._made("Mật ong", make_producer("HTX Rừng", province=make_province("Ninh Bình", "37")))
        self.story_a = make_story(title="Chuyện mắm", product=self.a).url
        self.story_b = make_story(title="Chuyện ong", product=self.b).url
        self.shopper = make_shopper()

    def _made(self, title: str, producer: Any) -> Product:
        good = make_product(title, stock=20, producer=producer, province=producer.province)
        certify(good, star=4, on=date(2025, 11, 22))
        return good

    @property
    def pages(self) -> dict[str, str]:
        return {
            "a": self.a.get_absolute_url(),
            "b": self.b.get_absolute_url(),
            "story a": self.story_a,
            "story b": self.story_b,
            "maker a": self.a.producer.get_absolute_url(),
            "maker b": self.b.producer.get_absolute_url(),
            "province a": f"/vung-mien/{self.a.province.slug}/",
            "province b": f"/vung-mien/{self.b.province.slug}/",
            "provinces": "/vung-mien/",
            "listing": "/san-pham/",
            "register": "/so-dang-ky/",
            "points": "/diem-ban/",
        }

    def order(self, product: Product, quantity: int = 1) -> Any:
        return place(make_basket((product, quantity)), shopper=self.shopper).group.orders.get()


@pytest.fixture
def shop(committed: Committed) -> Shop:
    with committed(), time_machine.travel(NOON, tick=False):
        return Shop()


def made_anew(client: Client, pages: dict[str, str]) -> set[str]:
    """Which of these pages are made, not taken from what is kept; afterwards all are kept."""
    found = set()
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        if asked.captured_queries:
            found.add(name)
    return found


SHOW_A = {"a", "story a", "maker a"}


def test_an_order_makes_old_only_what_shows_what_was_ordered(
    guest: Client, shop: Shop, committed: Committed
) -> None:
    with time_machine.travel(NOON, tick=False):
        assert made_anew(guest, shop.pages) == set(shop.pages)
        assert made_anew(guest, shop.pages) == set()
        with committed():
            order = shop.order(shop.a, 3)
        assert made_anew(guest, shop.pages) == SHOW_A
        assert "Còn 17." in guest.get(shop.pages["a"]).content.decode()
        with committed():
            move_order(order, lifecycle.MOVES["cancel"], actor="producer", reason="hết nguyên liệu")
        assert made_anew(guest, shop.pages) == SHOW_A
        assert "Còn 20." in guest.get(shop.pages["a"]).content.decode()
        with committed():
            shop.order(shop.b)
        assert made_anew(guest, shop.pages) == {"b", "story b", "maker b"}


def test_the_last_piece_sold_shows_at_once_and_so_does_one_put_back(
    guest: Client, shop: Shop, committed: Committed
) -> None:
    with time_machine.travel(NOON, tick=False):
        for quantity, words in ((0, "Đã hết hàng."), (4, "Còn 4."), (0, "Đã hết hàng."), (9, "Còn 9.")):
            made_anew(guest, shop.pages)
            with committed():
                StockRecord.objects.filter(product=shop.a).update(num_in_stock=quantity)
            assert words in guest.get(shop.pages["a"]).content.decode()
            with committed():
                row = StockRecord.objects.get(product=shop.a)
                StockRecord.objects.filter(pk=row.pk).update(num_in_stock=quantity + 1)
            assert f"Còn {quantity + 1}." in guest.get(shop.pages["a"]).content.decode()


def test_a_sale_while_a_page_is_made_makes_it_old(
    guest: Client, shop: Shop, committed: Committed, monkeypatch: Any
) -> None:
    from catalogue.views import ProductDetailView

    read = ProductDetailView.get_context_data

    def sold_meanwhile(self: Any, **kwargs: Any) -> Any:
        context = read(self, **kwargs)
        with committed():
            row = StockRecord.objects.get(product=shop.a)
            StockRecord.objects.filter(pk=row.pk).update(num_in_stock=6)
        return context

    with time_machine.travel(NOON, tick=False):
        guest.get(shop.pages["b"])  # so that with Redis the products' words are there
        monkeypatch.setattr(ProductDetailView, "get_context_data", sold_meanwhile)
        assert "Còn 20." in guest.get(shop.pages["a"]).content.decode()
        monkeypatch.undo()
        assert "Còn 6." in guest.get(shop.pages["a"]).content.decode()


def test_a_sale_rolled_back_makes_nothing_old(guest: Client, shop: Shop, committed: Committed) -> None:
    with time_machine.travel(NOON, tick=False):
        made_anew(guest, shop.pages)
        with committed(), suppress(DatabaseError), transaction.atomic():
            shop.order(shop.a)
            raise DatabaseError
        assert made_anew(guest, shop.pages) == set()


def test_everything_but_a_quantity_makes_every_page_old(
    guest: Client, shop: Shop, committed: Committed
) -> None:
    row = StockRecord.objects.get(product=shop.a)
    writings: list[Callable[[], Any]] = [
        lambda: StockRecord.objects.filter(pk=row.pk).update(price=1_000),
        lambda: StockRecord.objects.filter(pk=row.pk).update(num_in_stock=3, price=2_000),
        lambda: StockRecord.objects.filter(product=shop.a).update(num_in_stock=4),
        lambda: StockRecord.objects.filter(pk=row.pk, num_in_stock__gt=1).update(num_in_stock=5),
        lambda: connection.cursor().execute(
            "UPDATE partner_stockrecord SET num_in_stock = 6 WHERE id = %s", [row.pk]
        ),
        lambda: revoke(shop.b, on=date(2026, 11, 21)),
    ]
    with time_machine.travel(NOON, tick=False):
        made_anew(guest, shop.pages)
        for write in writings:
            with committed():
                write()
            assert made_anew(guest, shop.pages) == set(shop.pages)


def test_a_writing_to_any_table_a_page_may_show_makes_every_page_old(committed: Committed) -> None:
    """Each table of the database, by a statement that changes nothing."""
    wrong = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            column = connection.introspection.get_table_description(cursor, table)[0].name
        before, quantities = standing(), sales()
        with committed(), connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{table}" SET "{column}" = "{column}" WHERE 1 = 0')  # noqa: S608
        if (standing() != before) != is_seen(table) or (sales() != quantities and table not in SOMETIMES):
            wrong.append(table)
    assert wrong == []


def test_no_page_kept_reads_a_table_that_turns_nothing_over(guest: Client, shop: Shop) -> None:
    addresses = {**shop.pages, "home": "/", "gifts": "/gio-qua/", "agenda": "/lich/"}
    addresses |= {
        f"english {name}": f"/en{address}" for name, address in addresses.items() if "story" not in name
    }
    with time_machine.travel(NOON, tick=False):
        made_anew(guest, addresses)
        assert made_anew(guest, addresses) == set()
        StockRecord.objects.update(num_in_stock=0)
        caches["pages"].clear()
        guest.get("/khieu-nai/")  # With Redis the first request after that only begins a generation.
        guest.get("/san-pham/?q=x")
        assert made_anew(guest, addresses) == set(addresses)
        assert made_anew(guest, addresses) == set()


def test_what_unpaid_orders_keep_of_the_last_pieces_is_looked_at_again_when_orders_change(
    guest: Client, shop: Shop, committed: Committed
) -> None:
    with time_machine.travel(NOON, tick=False):
        with committed():
            order = shop.order(shop.a, 20)
        assert "Đã hết hàng." in guest.get(shop.pages["a"]).content.decode()
        assert made_anew(guest, shop.pages) == set(shop.pages) - {"a"}
        with committed():
            shop.order(shop.b)
        assert made_anew(guest, shop.pages) == {"a", "b", "story b", "maker b"}
        with committed():
            type(order).objects.filter(pk=order.pk).update(time_limit=timezone.now() - timedelta(minutes=1))
        assert "Đã hết hàng." not in guest.get(shop.pages["a"]).content.decode()


UPDATE = 'UPDATE "partner_stockrecord" SET '
ONE, TWO = ' WHERE "partner_stockrecord"."id" = %s', ' WHERE "partner_stockrecord"."id" IN (%s, %s)'


@pytest.mark.parametrize(
    ("sql", "params", "rows"),
    [
        (f'{UPDATE}"num_in_stock" = %s{ONE}', (5, 7), [7]),
        (f'{UPDATE}"num_in_stock" = %s, "date_updated" = %s{ONE}', (5, "now", 7), [7]),
        (
            f'{UPDATE}"num_allocated" = (COALESCE("partner_stockrecord"."num_allocated", %s) + %s){ONE}',
            (0, 1, 7),
            [7],
        ),
        (
            f'{UPDATE}"num_allocated" = CASE WHEN ("partner_stockrecord"."id" = %s) THEN %s ELSE NULL END{TWO}',
            (7, 1, 7, 8),
            [7, 8],
        ),
        (f'{UPDATE}"price" = %s{ONE}', (5, 7), []),
        (f'{UPDATE}"num_in_stock" = %s, "price" = %s{ONE}', (5, 1, 7), []),
        (f'{UPDATE}"num_in_stock" = %s, "product_id" = %s{ONE}', (5, 1, 7), []),
        (f'{UPDATE}"num_in_stock" = %s{ONE} OR 1 = 1', (5, 7), []),
        (f'{UPDATE}"num_in_stock" = %s{ONE}; SELECT 1', (5, 7), []),
        (f'{UPDATE}"num_in_stock" = %s WHERE NOT ("partner_stockrecord"."id" = %s)', (5, 7), []),
        (f'{UPDATE}"num_in_stock" = %s{ONE}', (5, "7"), []),
        (f'{UPDATE}"num_in_stock" = %s{ONE}', (7,), []),
        (f'{UPDATE}"num_in_stock" = %s', (5,), []),
        (f'{UPDATE}num_in_stock = 3, price = 4, "num_in_stock" = %s{ONE}', (5, 7), []),
        ('UPDATE "catalogue_product" SET "title" = %s WHERE "catalogue_product"."id" = %s', ("x", 7), []),
        (None, None, []),
    ],
)
def test_which_statements_speak_of_certain_quantities_alone(sql: Any, params: Any, rows: list[int]) -> None:
    assert rows_sold(sql, params) == rows


SELECT = 'SELECT "partner_stockrecord"."id", "partner_stockrecord"."num_in_stock" FROM "partner_stockrecord"'
OF = '"partner_stockrecord"."product_id"'
JOINED = (
    'SELECT "x"."now", "partner_stockrecord"."num_allocated" FROM "x" INNER JOIN "partner_stockrecord" ON '
    '("x"."stockrecord_id" = "partner_stockrecord"."id")'
)


@pytest.mark.parametrize(
    ("sql", "params", "products", "everything"),
    [
        (f'{SELECT} WHERE "partner_stockrecord"."product_id" IN (%s, %s)', (1, 2), {1, 2}, False),
        (f'{SELECT} WHERE "partner_stockrecord"."product_id" = %s LIMIT 1', (3,), {3}, False),
        (
            f'{SELECT} WHERE "partner_stockrecord"."product_id" = %s ORDER BY "partner_stockrecord"."id" ASC',
            (3,),
            {3},
            False,
        ),
        (
            f"WITH p0 AS ({SELECT} WHERE {OF} IN (%s)), p1 AS (SELECT 1 WHERE 1 = %s) TABLE p0",
            (1, 9),
            {1},
            False,
        ),
        (
            f"WITH p0 AS (SELECT 1 WHERE 1 = %s), p1 AS ({JOINED} WHERE {OF} = %s) TABLE p1",
            (9, 2),
            {2},
            False,
        ),
        (f"WITH p0 AS ({SELECT} WHERE {OF} IN (%s)) TABLE partner_stockrecord", (1,), {1}, True),
        (f"{SELECT.replace('id', '%%')} WHERE {OF} IN (%s)", (1,), set(), True),
        (f"{SELECT} WHERE {OF} IN (%s)", ("1",), set(), True),
        (f"{SELECT} WHERE {OF} = %s OFFSET 2", (1,), set(), True),
        (f"{JOINED.replace('INNER', 'LEFT OUTER')} WHERE {OF} = %s", (2,), set(), True),
        (SELECT, (), set(), True),
        (f'{SELECT} WHERE NOT ("partner_stockrecord"."product_id" IN (%s))', (1,), set(), True),
        (f'{SELECT} WHERE "partner_stockrecord"."product_id" IN (%s) OR 1 = 1', (1,), set(), True),
        (f'{SELECT} WHERE "partner_stockrecord"."product_id" IN (SELECT 1)', (), set(), True),
        (f'{SELECT} JOIN x ON 1 = 1 WHERE "partner_stockrecord"."product_id" = %s', (1,), set(), True),
        ("SELECT MIN(price) FROM Partner_StockRecord", (), set(), False),
        ("SELECT MIN(Num_In_Stock) FROM Partner_StockRecord", (), set(), True),
        ("SELECT * FROM partner_stockrecord", (), set(), True),
        ("SELECT s.* FROM partner_stockrecord s", (), set(), True),
        ("SELECT DISTINCT * FROM partner_stockrecord", (), set(), True),
        ("TABLE partner_stockrecord", (), set(), True),
        ("SELECT COUNT(*) FROM partner_stockrecord WHERE price > 1", (), set(), False),
        ('SELECT U0."date_updated" FROM "partner_stockrecord" U0', (), set(), True),
        ('SELECT "catalogue_product"."date_updated" FROM "partner_stockrecord"', (), set(), False),
        ('SELECT 1 FROM "catalogue_product"', (), set(), False),
    ],
)
def test_what_a_page_reads_of_stock(sql: Any, params: Any, products: set[int], everything: bool) -> None:
    read = Noted()
    read.take(sql, params)
    assert (read.all, read.unseen) == (everything, False)
    assert everything or read.products == products


@pytest.mark.parametrize(
    ("sql", "tables", "unseen"),
    [
        (
            'SELECT 1 FROM "order_line" INNER JOIN "order_order" ON 1 = 1',
            {"order_line", "order_order"},
            False,
        ),
        ('SELECT 1 FROM "basket_basket"', set(), True),
        ("SELECT 1 FROM catalogue_product p, users_user u", set(), True),
        (object(), set(), True),
    ],
)
def test_a_page_that_reads_what_turns_nothing_over_is_not_kept(
    sql: Any, tables: set[str], unseen: bool
) -> None:
    read = Noted()
    read.take(sql, ())
    assert (read.tables, read.unseen) == (tables, unseen)
    assert (sold.shown(sales(), sold.words_now(), read) is None) == unseen


def test_a_page_that_may_show_any_stock_is_made_old_by_any_sale() -> None:
    sold.tell([1])
    state, words = sales(), sold.words_now()
    everything, nothing = Noted(), Noted()
    everything.all = True
    page, calm = sold.shown(state, words, everything), sold.shown(state, words, nothing)
    sold.tell([999])
    assert sold.still_right(page, sales()) is None
    assert sold.still_right(calm, sales()) == calm._replace(state=sales())
