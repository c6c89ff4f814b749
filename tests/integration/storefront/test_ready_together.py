"""Several queries in one statement give each its own rows, with every kind of column, in their order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import models
from django.db.models import Count, ExpressionWrapper, F

from catalogue.certification.models import LedgerEntry
from catalogue.models import Category, Product
from storefront.places.models import Province
from storefront.ready_queries import NotReadyError
from storefront.ready_together import Together
from tests.factories.catalogue import make_product, make_province
from tests.factories.certification import certify

pytestmark = pytest.mark.django_db


def asked() -> Together:
    made = Together()
    made.add("products", lambda *, products: Product.objects.filter(pk__in=products).order_by("-pk"))
    made.add("first", lambda *, products: Product.objects.filter(pk__in=products).order_by("pk")[:1])
    made.add("names", lambda *, place: Province.objects.filter(pk=place).values_list("name", "valid_from"))
    made.add(
        "entries", lambda *, on: LedgerEntry.objects.filter(effective_on__lte=on).select_related("decision")
    )
    made.add(
        "groups",
        lambda *, products: Category.objects.filter(product__in=products).annotate(number=Count("product")),
    )
    return made


def test_each_query_gets_its_own_rows_in_one_question(django_assert_num_queries):
    products = [make_product(net_quantity="0.500", is_fragile=bool(place % 2)) for place in range(3)]
    place = make_province()
    for product in products:
        certify(product, on=date(2025, 1, 2), score=Decimal("78.50"))
    question = asked()
    values = {"products": [one.pk for one in products], "place": place.pk, "on": date(2026, 11, 21)}
    with django_assert_num_queries(1):
        found = question(**values)
    assert found["products"] == products[::-1]
    assert found["first"] == products[:1]
    assert found["names"] == [(place.name, place.valid_from)]
    assert [group.number for group in found["groups"]] == [3]
    for name in ("products", "first", "entries"):
        again = question.alone(name, **values)
        columns = [field.attname for field in again[0]._meta.concrete_fields]
        assert [[getattr(one, name) for name in columns] for one in found[name]] == (
            [[getattr(one, name) for name in columns] for one in again]
        )
        assert {type(getattr(one, name)) for one in found[name] for name in columns} == (
            {type(getattr(one, name)) for one in again for name in columns}
        )
    assert [entry.decision.number for entry in found["entries"]] == (
        [entry.decision.number for entry in LedgerEntry.objects.select_related("decision")]
    )
    assert question(**{**values, "on": date(2000, 1, 1), "place": 0})["names"] == []
    assert question(**{**values, "products": values["products"][:1]})["products"] == products[:1]


def test_a_kind_of_column_it_cannot_read_is_refused():
    made = Together()
    length = ExpressionWrapper(F("date_updated") - F("date_created"), models.DurationField())
    made.add("odd", lambda *, pk: Product.objects.filter(pk=pk).annotate(odd=length))
    with pytest.raises(NotReadyError):
        made(pk=1)
