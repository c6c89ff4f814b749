"""What the database keeps by itself, whoever writes: entries, spans, the outbox."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from catalogue.models import Category, Product
from catalogue.producers.models import Producer
from catalogue.search import outbox, upkeep
from catalogue.search.apps import clear_the_way, install_upkeep
from catalogue.search.leases import DRAINER, Lease
from catalogue.search.models import Entry, Note, Outlet, StarSpan, Term, Waiting
from catalogue.search.upkeep.rules import RULES
from fairs.models import SalesPoint, SalesPointStock
from tests.factories.catalogue import make_group, make_producer, make_product, make_province
from tests.factories.certification import certify, revoke
from tests.factories.fairs import make_sales_point

pytestmark = pytest.mark.django_db


def waiting() -> set[tuple[str, int]]:
    return set(Waiting.objects.values_list("kind", "ref"))


def test_a_bulk_update_reaches_the_entry_in_the_same_transaction():
    product = make_product(price=50_000, producer=make_producer(province=make_province("Ninh Bình", "37")))
    entry = Entry.objects.get(product=product)
    path = Category.objects.get(slug="thuc-pham").path
    assert (entry.listed, entry.group_path, entry.province_code, entry.legal_form, entry.price) == (
        True,
        path,
        "37",
        "cooperative",
        50_000,
    )
    Product.objects.update(is_public=False)
    product.stockrecords.update(price=60_000)
    Producer.objects.update(legal_form="company")
    product.categories.set([make_group("Đồ uống")])
    entry.refresh_from_db()
    assert (entry.listed, entry.legal_form, entry.price) == (False, "company", 60_000)
    assert entry.group_path == Category.objects.get(slug="do-uong").path
    Product.objects.update(is_public=True)
    Producer.objects.update(state="suspended", state_reason="Đang kiểm tra")
    assert not Entry.objects.get(product=product).listed


def test_what_a_bulk_update_changed_waits_and_is_worked_off_once():
    product, other = make_product("Nước mắm"), make_product("Chè xanh")
    outbox.drain()
    assert waiting() == set()
    Product.objects.filter(pk=product.pk).update(title="Mắm tôm", name_folded="mam tom")
    assert waiting() == {("product", product.pk)}
    assert outbox.drain() == 1
    product.refresh_from_db()
    other.refresh_from_db()
    assert " mam tom " in product.search_words
    assert " che xanh " in other.search_words
    outbox.drain()
    assert waiting() == set()


def test_a_revocation_ends_the_span_the_same_day():
    product = make_product()
    certify(product, star=4, on=date(2025, 9, 10))
    revoke(product, on=date(2026, 3, 1))
    assert list(StarSpan.objects.values_list("product", "star", "begins", "ends")) == [
        (product.pk, 4, date(2025, 9, 10), date(2026, 3, 1))
    ]


def test_nothing_is_left_of_a_deleted_product():
    product = make_product(price=None)
    pk = product.pk
    outbox.drain()
    product.delete()
    assert not Entry.objects.filter(product=pk).exists()
    assert waiting() == {("product", pk)}
    outbox.drain()
    assert waiting() == set()


def test_a_sales_point_that_closes_is_no_outlet_any_more():
    product = make_product()
    point = make_sales_point(latitude="19.81", longitude="105.78")
    SalesPointStock.objects.create(point=point, product=product, confirmed_on=date(2026, 11, 1))
    outbox.drain()
    assert list(Outlet.objects.values_list("product", "latitude", "longitude")) == [
        (product.pk, 19.81, 105.78)
    ]
    SalesPoint.objects.update(state="closed")
    outbox.drain()
    assert not Outlet.objects.exists()


def test_installing_again_fills_what_is_missing_and_changes_nothing_else():
    product = make_product()
    certify(product, star=4, on=date(2025, 9, 10))
    before = Entry.objects.values_list().get(), StarSpan.objects.values_list("star", "begins", "ends").get()
    Entry.objects.all().delete()
    StarSpan.objects.all().delete()
    upkeep.install(connection)
    upkeep.install(connection)
    assert (
        Entry.objects.values_list().get(),
        StarSpan.objects.values_list("star", "begins", "ends").get(),
    ) == before


def test_new_words_of_a_release_let_every_product_wait_once():
    product = make_product()
    outbox.drain()
    Note.objects.update_or_create(name="words", defaults={"value": "older"})
    outbox.put_all_if_words_changed()
    outbox.put_all_if_words_changed()
    assert list(Waiting.objects.values_list("kind", "ref")) == [("product", product.pk)]


def test_one_works_it_off_at_a_time_and_a_dead_one_is_not_waited_for_for_ever():
    make_product()
    with Lease(DRAINER, "somebody", outbox.LEASE) as lease:
        assert lease.held
        assert outbox.drain() == 0
    Note.objects.update_or_create(name=DRAINER, defaults={"value": "dead", "until": "2020-01-01T00:00Z"})
    assert outbox.drain() > 0


def test_lag_tells_how_much_waits_and_since_when(today):
    outbox.drain()
    assert (outbox.lag().waiting, outbox.lag().since) == (0, None)
    make_product()
    assert outbox.lag().waiting > 0
    call_command("follow_search", "--once", verbosity=0)
    assert outbox.lag().waiting == 0


def test_a_rebuild_forgets_words_nobody_says_any_more():
    product = make_product("Nước mắm")
    outbox.drain()
    assert Term.objects.filter(word="mam").exists()
    product.title = "Chè xanh"
    product.save()
    call_command("rebuild_search_index", verbosity=0)
    assert not Term.objects.filter(word="mam").exists()
    assert Term.objects.filter(word="xanh").exists()


def test_a_migration_may_make_a_table_anew():
    def triggers() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search_after_%'"
                if connection.vendor == "sqlite"
                else "SELECT COUNT(*) FROM pg_trigger WHERE tgname LIKE 'search_after_%'"
            )
            return cursor.fetchone()[0]

    product = make_product()
    assert triggers() == len(RULES)
    clear_the_way("default", plan=["a migration"])
    assert triggers() == (0 if connection.vendor == "sqlite" else len(RULES))
    Product.objects.update(is_public=False)
    install_upkeep("default", plan=["a migration"])
    assert triggers() == len(RULES)
    assert not Entry.objects.get(product=product).listed
