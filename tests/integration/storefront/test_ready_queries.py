"""A ready query gives what the queryset gives, for other values each time, and says so when it cannot."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.certification.managers import products_in_force
from catalogue.models import Product
from storefront.partner.models import StockRecord
from storefront.places.models import Province
from storefront.ready_queries import NotReadyError, ReadyQuery
from tests.factories.catalogue import make_producer, make_product, make_province
from tests.factories.certification import certify, make_decision

pytestmark = pytest.mark.django_db


def in_force(*, producer: int, but: tuple[int, ...], on: date, rows: int):
    others = Product.objects.filter(producer_id=producer).exclude(pk__in=but)
    return products_in_force(others.select_related("producer__province"), on=on).order_by("pk")[:rows]


def test_it_gives_the_querysets_rows_on_every_day_and_for_every_producer():
    query = ReadyQuery(in_force, fixed=["rows"])
    producers = [make_producer("Bà Tư"), make_producer("Ông Năm")]
    products = [make_product(f"Mắm {place}", producer=producers[place % 2]) for place in range(8)]
    for place, product in enumerate(products):
        certify(product, star=4, decision=make_decision(on=date(2023 + place % 2, 5, 5)))

    asked = [
        {"producer": producer.pk, "but": [one.pk for one in products[:number]], "on": on, "rows": rows}
        for producer in producers
        for number in (1, 3, 5)
        for on in (date(2023, 5, 4), date(2023, 5, 5), date(2026, 5, 5), date(2026, 11, 22))
        for rows in (1, 4)
    ]
    for values in asked:
        found = query(**values)
        assert found == list(in_force(**values))
        assert [one.star_now for one in found] == [one.star_now for one in in_force(**values)]
    assert {len(query(**values)) for values in asked} == {0, 1, 2, 3, 4}
    with CaptureQueriesContext(connection) as sent:
        assert [one.producer.province.name for one in query(**asked[-1])] == [producers[1].province.name] * 2
    assert len(sent) == 1


def test_days_moments_texts_and_sums_reach_the_database_in_their_form():
    product = make_product("Trà", price=120_000)
    now = timezone.now().astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    query = ReadyQuery(
        lambda *, title, since, price, public: Product.objects.filter(
            title=title, date_created__gte=since, stockrecords__price=price, is_public=public
        ).values_list("pk", flat=True)
    )
    hour = timedelta(hours=1)
    right = {"title": "Trà", "since": now - hour, "price": Decimal(120_000), "public": True}
    assert query(**right) == [product.pk]
    for wrong in ({"title": "Tra"}, {"since": now + hour}, {"price": Decimal(120_001)}, {"public": False}):
        assert query(**{**right, **wrong}) == []
    assert query(**right) == [product.pk]


def test_an_empty_list_is_asked_the_long_way():
    products = [make_product(), make_product()]
    query = ReadyQuery(lambda *, but: Product.objects.exclude(pk__in=but).order_by("pk"))
    assert query(but=[]) == products
    assert query(but=[products[0].pk]) == products[1:]
    assert query(but=()) == products


def test_a_number_no_column_holds_finds_nothing():
    product = make_product()
    query = ReadyQuery(lambda *, pk: Product.objects.filter(pk=pk))
    assert query(pk=product.pk) == [product]
    assert [query(pk=huge) for huge in (2**63, -(2**63) - 1, 10**40)] == [[], [], []]


def test_prefetching_stays():
    product = make_product()
    query = ReadyQuery(lambda *, pk: Product.objects.filter(pk=pk).prefetch_related("stockrecords"))
    with CaptureQueriesContext(connection) as sent:
        assert list(query(pk=product.pk)[0].stockrecords.all()) == [StockRecord.objects.get()]
    assert len(sent) == 3, "one for the product, one for its stock, one for the comparison"


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda *, pk: Province.objects.filter(pk=pk + 1), id="worked over"),
        pytest.param(lambda *, pk: Province.objects.filter(name__icontains=pk), id="wrapped"),
        pytest.param(lambda *, pk: Province.objects.all()[: pk - 20_000], id="in the SQL itself"),
        pytest.param(
            lambda *, pk: Province.objects.filter(pk=pk, valid_from=date(2025, 7, 1)), id="a day of its own"
        ),
        pytest.param(
            lambda *, pk: Product.objects.filter(pk=pk, date_created__lte=datetime.now(tz=ZoneInfo("UTC"))),
            id="a moment of its own",
        ),
    ],
)
def test_what_cannot_be_ready_says_so(build):
    make_province()
    with pytest.raises(NotReadyError):
        ReadyQuery(build)(pk=1)


def test_a_value_that_is_none_of_the_forms_is_refused():
    with pytest.raises(NotReadyError):
        ReadyQuery(lambda *, pk: Province.objects.filter(pk=pk))(pk=1.5)
