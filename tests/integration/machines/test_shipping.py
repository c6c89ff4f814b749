"""What delivery costs at most, told to machines only where one figure holds for the whole country."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from catalogue.models import Product
from storefront.delivery.models import DeliveryTerms, DeliveryZone
from storefront.purchases.models import DeliveryRate
from tests.factories.catalogue import make_producer, make_product
from tests.factories.certification import certify

pytestmark = pytest.mark.django_db
_ELEMENT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def product(today: Any) -> Product:
    made = make_product(price=100_000, weight_grams=3_000, producer=make_producer("HTX Biển"))
    certify(made, 4)
    DeliveryRate.objects.create(
        producer=made.producer, same_province=20_000, other_provinces=32_000, days_min=2, days_max=4
    )
    return made


def told(product: Product) -> dict[str, Any] | None:
    page = Client().get(product.get_absolute_url()).content.decode()
    return json.loads(_ELEMENT.findall(page)[0])[0]["offers"].get("shippingDetails")


def figures(product: Product) -> tuple[dict[str, int], int, int, int]:
    """What is asked, days to make, days on the way."""
    details = told(product)
    assert details is not None
    rate = {
        key: details["shippingRate"][key] for key in ("value", "maxValue") if key in details["shippingRate"]
    }
    time = details["deliveryTime"]
    way = time["transitTime"]
    return rate, time["handlingTime"]["maxValue"], way["minValue"], way["maxValue"]


def test_the_dearest_line_and_the_longest_way_count(product: Product) -> None:
    assert figures(product) == ({"maxValue": 32_000}, 0, 2, 4)

    zone = {"producer": product.producer, "included_grams": 2_000, "step_grams": 500, "step_charge": 5_000}
    DeliveryZone.objects.create(kind="rest", charge=40_000, days_min=3, days_max=7, **zone)
    assert figures(product) == ({"maxValue": 50_000}, 0, 2, 7)

    Product.objects.filter(pk=product.pk).update(lead_days=10)
    DeliveryZone.objects.create(kind="own", charge=40_000, days_min=1, days_max=2, **zone)
    assert figures(product) == ({"value": 50_000}, 10, 1, 7)

    DeliveryZone.objects.update(free_from=90_000)
    assert figures(product) == ({"value": 0}, 10, 1, 7)


def test_nothing_is_told_where_no_figure_holds_everywhere(product: Product, settings: Any) -> None:
    terms = DeliveryTerms.objects.create(producer=product.producer, by_carrier=False)
    assert told(product) is None

    DeliveryTerms.objects.filter(pk=terms.pk).update(by_carrier=True, liquid_reach="own_province")
    assert told(product) is not None
    Product.objects.filter(pk=product.pk).update(is_liquid=True)
    assert told(product) is None
