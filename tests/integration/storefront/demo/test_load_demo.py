"""The demo as it stands on 21 November 2026. Numbers are spelt out: they are what its README promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client

from catalogue.certification.managers import products_in_force
from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.status_reading import product_status
from catalogue.importing.planning import plan_import
from catalogue.models import Product, ProductImage
from catalogue.producers.models import ComplianceDocument, Producer
from cms.models import ArticlePage, ProductStoryPage
from fairs.models import Booth, Fair, LivestreamSession, SalesPoint
from qr.models import Code
from storefront.complaints.models import Complaint
from storefront.delivery.models import DeliveryZone
from storefront.demo.builders import Demo
from storefront.demo.products import products_by_key
from storefront.demo.reading import REAL_PRODUCTS
from storefront.order.models import Order
from storefront.partner.strategy import ProgrammeStrategy
from storefront.purchases.models import DeliveryRate
from storefront.purchases.shares import shares_of
from tests.factories.purchases import make_basket
from tests.factories.weight import first_visit
from tests.integration.storefront.demo.conftest import demo_loaded_on

DAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def demo_of_2026(django_db_setup: None, django_db_blocker: Any) -> Iterator[Demo]:
    with demo_loaded_on("2026-11-21", django_db_blocker) as demo:
        yield demo


@pytest.fixture
def demo(demo_of_2026: Demo, db: None) -> Demo:
    return demo_of_2026


def statuses(*, illustrative: bool) -> list[Any]:
    products = Product.objects.filter(illustrative=illustrative).prefetch_related("ledger_entries")
    return [product_status(product, DAY) for product in products]


def test_illustrative_products_by_status(demo: Demo) -> None:
    found = statuses(illustrative=True)
    soon = DAY + timedelta(days=180)

    assert Counter(status.state.value for status in found) == {"in_force": 109, "expired": 8, "revoked": 3}
    assert Counter(status.star for status in found if status.is_in_force) == {3: 76, 4: 27, 5: 6}
    assert sum(status.is_in_force and status.valid_to <= soon for status in found) == 6


def test_the_producers_login_has_something_of_each_to_do(demo: Demo) -> None:
    orders = Order.objects.filter(producer__users__email="chu-the@saolang.example")
    assert Counter(orders.values_list("status", flat=True)) == {
        "placed": 3,
        "confirmed": 1,
        "packed": 1,
        "handed_over": 1,
        "delivered": 1,
        "completed": 4,
        "return_asked": 1,
        "cancelled": 1,
    }
    assert not Order.objects.exclude(pk__in=orders).exists()


def test_complaints_lie_with_producer_shopper_and_office(demo: Demo) -> None:
    assert sorted(Complaint.objects.values_list("kind", "state", "producer__users__email")) == [
        ("delivery", "answered", "chu-the@saolang.example"),
        ("goods", "with_producer", "chu-the@saolang.example"),
        ("mark", "received", None),
        ("money", "escalated", "chu-the@saolang.example"),
    ]


def test_four_were_upgraded_and_the_lower_star_stays_readable(demo: Demo) -> None:
    chains = Counter()
    for product in Product.objects.filter(illustrative=True):
        stars = product.ledger_entries.filter(kind="recognised").order_by("valid_from")
        chains[tuple(stars.values_list("star", flat=True))] += 1

    assert chains == {(3,): 87, (4,): 24, (5,): 5, (3, 4): 3, (4, 5): 1}


def test_records_fall_into_all_five_eras(demo: Demo) -> None:
    entries = LedgerEntry.objects.filter(product__illustrative=True)
    eras = Counter(entries.filter(kind="recognised").values_list("rule_set", flat=True))

    assert eras == {
        "qd-1048-2019": 1,
        "qd-781-2020": 4,
        "qd-148-2023": 60,
        "qd-1489-2025": 42,
        "qd-26-2026": 17,
    }
    assert Counter(entries.values_list("kind", flat=True)) == {
        "evaluated": 124,
        "recognised": 124,
        "revoked": 3,
    }
    assert not Decision.objects.filter(entries__in=entries).exclude(number__endswith="/QĐ-MH").exists()


def test_real_products_are_as_public_data_leaves_them(demo: Demo) -> None:
    found = statuses(illustrative=False)

    assert Counter(status.state.value for status in found) == {"unproven": 94, "expired": 15, "in_force": 11}


def test_real_products_imported_again_are_unchanged(demo: Demo) -> None:
    assert plan_import(REAL_PRODUCTS).counts == {"created": 0, "updated": 0, "unchanged": 120, "refused": 0}


def test_what_can_be_ordered(demo: Demo) -> None:
    strategy = ProgrammeStrategy(on=DAY)
    products = Product.objects.prefetch_related("ledger_entries").select_related("producer")
    for_sale = [product for product in products if not strategy.reason_against(product)]

    assert len(for_sale) == 107
    assert {product.illustrative for product in for_sale} == {True}
    assert (
        sum(strategy.fetch_for_product(product).availability.is_available_to_buy for product in for_sale)
        == 106
    )


def test_every_product_has_a_code_a_group_and_an_illustrative_one_a_picture(demo: Demo) -> None:
    assert Code.objects.filter(product__in=Product.objects.all()).count() == 240
    assert Product.objects.filter(categories=None).count() == 0
    assert ProductImage.objects.values("product").distinct().count() == 120
    assert Product.objects.filter(search_words="").count() == 0


def test_producers_and_papers(demo: Demo) -> None:
    assert Producer.objects.filter(illustrative=True, state="active").count() == 54
    assert ComplianceDocument.objects.filter(producer__illustrative=True).count() == 191
    assert products_in_force(Product.objects.all(), on=DAY).count() == 120


def test_stories_and_articles(demo: Demo) -> None:
    languages = Counter(ProductStoryPage.objects.live().values_list("locale__language_code", flat=True))

    assert languages == {"vi": 9, "en": 2}
    assert ArticlePage.objects.live().filter(slug__in=["kiem-tra-ma-qr-tren-bao-bi"]).count() == 1


def test_fairs_livestreams_and_sales_points(demo: Demo) -> None:
    opening = sorted((fair.opens_on, fair.kind, fair.state) for fair in Fair.objects.all())
    sessions = LivestreamSession.objects.order_by("number")

    assert opening == [
        (date(2026, 9, 10), "week", "closed"),
        (date(2026, 12, 5), "market", "announced"),
        (date(2027, 1, 8), "fair", "announced"),
    ]
    assert Booth.objects.count() == 78
    assert Booth.objects.exclude(producer=None).count() == 30
    assert [(session.number, session.state) for session in sessions] == [
        (1, "done"),
        (2, "done"),
        (3, "done"),
        (4, "planned"),
        (5, "planned"),
        (6, "planned"),
    ]
    assert {session.items.count() for session in sessions} == {4}
    assert Counter(SalesPoint.objects.values_list("state", flat=True)) == {
        "recognised": 6,
        "supported": 3,
        "surveyed": 2,
        "closed": 1,
    }


def test_one_account_a_role_with_its_own_password(demo: Demo) -> None:
    users = get_user_model().objects.in_bulk([account.email for account in demo.accounts], field_name="email")

    assert sorted(users) == [
        "bien-tap@saolang.example",
        "chu-the@saolang.example",
        "so-cong-thuong@saolang.example",
        "van-hanh@saolang.example",
        "van-phong@saolang.example",
    ]
    assert len({account.password for account in demo.accounts}) == 5
    assert all(users[account.email].check_password(account.password) for account in demo.accounts)
    assert [email for email, user in users.items() if user.is_superuser] == ["van-hanh@saolang.example"]
    assert [email for email, user in users.items() if user.is_staff] == ["van-hanh@saolang.example"]
    assert users["chu-the@saolang.example"].producers.get().name == "Cơ sở nước mắm Lạch Vàng (minh hoạ)"


def test_loading_again_keeps_what_people_have_changed(demo: Demo) -> None:
    product = products_by_key()["che-shan-lao-vai"]
    Product.objects.filter(pk=product.pk).update(pack="hộp giấy 80 g")
    story = ProductStoryPage.objects.get(product=product, locale__language_code="vi")
    ProductStoryPage.objects.filter(pk=story.pk).update(standfirst="Đã sửa.")
    out = StringIO()

    call_command("load_demo", stdout=out)

    product.refresh_from_db()
    story.refresh_from_db()
    assert (product.pack, story.standfirst) == ("hộp giấy 80 g", "Đã sửa.")
    assert [line.split()[-3] for line in out.getvalue().splitlines() if line.startswith("  ")] == ["đủ"] * 20
    assert "Tài khoản trình diễn đã có từ lần nạp đầu." in out.getvalue()


def test_some_producers_ask_their_own_price_for_delivery(demo: Demo) -> None:
    rates = DeliveryRate.objects.filter(producer__illustrative=True)

    assert rates.count() == 14
    assert rates.exclude(free_from=None).count() == 10
    assert len(set(rates.values_list("same_province", "other_provinces"))) > 9


def test_letters_to_producers_are_addressed_to_nobody_real(demo: Demo) -> None:
    addresses = Producer.objects.filter(illustrative=True).values_list("email", flat=True)

    assert len(set(addresses)) == 54
    assert {address.partition("@")[2] for address in addresses} == {"saolang.example"}
    assert set(Producer.objects.filter(illustrative=False).values_list("email", flat=True)) == {""}


def test_several_producers_can_be_reached_in_three_ways(demo: Demo) -> None:
    """Carrier, courier, and somewhere to fetch it, for a basket of one product sent inside the own province."""
    reached = set()
    for producer in Producer.objects.filter(delivery_terms__by_courier=True).select_related("province"):
        for product in producer.products.filter(selling="orderable"):
            basket = make_basket((product, 1))
            for share in shares_of(basket, province=producer.province) if basket.lines.exists() else ():
                if {terms.kind for _code, terms, _charge in share.offers} == {
                    "carrier",
                    "courier",
                    "pick-up",
                }:
                    reached.add(producer.name)

    assert len(reached) >= 5
    zones = DeliveryZone.objects.filter(producer__name__startswith="Cơ sở nước mắm Lạch Vàng")
    assert Counter(zones.values_list("kind", flat=True)) == {"own": 1, "named": 1, "rest": 1}


def test_a_first_visit_weighs_little(demo: Demo, client: Client) -> None:
    """60 KB without pictures: on 3G that is the difference between reading and leaving."""
    product = Product.objects.filter(illustrative=True, stockrecords__num_in_stock__gt=0).order_by("pk")[0]
    story = ProductStoryPage.objects.live().filter(locale__language_code="vi").order_by("pk")[0]
    pages = ["/", "/san-pham/", product.get_absolute_url(), story.get_url()]
    weights = {page: first_visit(client, page) for page in pages}

    assert {page: parts for page, parts in weights.items() if sum(parts.values()) > 60_000} == {}
    assert {
        page: sum(file.endswith(".woff2") for file in parts) for page, parts in weights.items()
    } == dict.fromkeys(pages, 1)
