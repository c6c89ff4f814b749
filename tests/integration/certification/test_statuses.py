"""The status of many products at once: what each would be told alone, in one query."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.certification.models import LedgerEntry
from catalogue.certification.status import State
from catalogue.certification.status_reading import product_status, statuses
from catalogue.models import Product
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, claim, revoke

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY, LAST_YEAR = date(2026, 11, 21), date(2025, 11, 21)


@pytest.fixture
def four():
    """Revoked this year, renewed, claimed, and never heard of."""
    products = [make_product() for _each in range(4)]
    certify(products[0], star=4, on=date(2025, 1, 10))
    revoke(products[0], on=date(2026, 3, 1))
    certify(products[1], star=3, on=date(2022, 12, 1))
    certify(products[1], star=5, on=date(2025, 12, 1))
    claim(products[2], star=4, reported_year=2024)
    return products


def test_each_product_gets_its_own_answer(four):
    states = {pk: status.state for pk, status in statuses(Product.objects.all(), on=TODAY).items()}
    assert states == dict(
        zip(
            [product.pk for product in four],
            [State.REVOKED, State.IN_FORCE, State.UNPROVEN, State.NEVER],
            strict=True,
        )
    )
    for on in (TODAY, LAST_YEAR):
        alone = {product.pk: product_status(product, on) for product in four}
        assert statuses(Product.objects.all(), on=on) == alone


@pytest.mark.parametrize("number", [0, 1, 3, 30])
def test_one_query_however_many(django_assert_num_queries, number):
    for _each in range(number):
        certify(make_product(), on=date(2026, 1, 5))
    with django_assert_num_queries(1):
        found = statuses(Product.objects.all(), on=TODAY)
    assert [status.star for status in found.values()] == [4] * number


def test_any_queryset_will_do(four, django_assert_num_queries):
    chosen = Product.objects.filter(pk__in=[four[0].pk, four[2].pk])
    asked = chosen.for_cards().order_by("-name_folded")[:2]
    with django_assert_num_queries(1):
        assert set(statuses(asked, on=LAST_YEAR)) == {four[0].pk, four[2].pk}
    assert statuses(Product.objects.none(), on=TODAY) == {}
    assert LedgerEntry.objects.count() == 5
