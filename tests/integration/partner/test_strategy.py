"""What may be bought today, and the first reason against it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.models import Product
from storefront.partner.strategy import Selector
from tests.factories.catalogue import make_producer, make_product
from tests.factories.certification import certify, claim, revoke
from tests.factories.purchases import make_good

pytestmark = pytest.mark.django_db


def info(product, **day):
    return Selector().strategy(**day).fetch_for_product(Product.objects.get(pk=product.pk))


def test_a_certified_good_on_stock_can_be_bought():
    bought = info(make_good(price=165_000, stock=3))
    assert bought.availability.code == "in-stock"
    assert bought.availability.is_purchase_permitted(3) == (True, "")
    assert (int(bought.price.incl_tax), int(bought.price.tax), bought.price.currency) == (165_000, 0, "VND")


def test_more_than_stock_is_refused_with_what_is_left():
    permitted, reason = info(make_good(stock=3)).availability.is_purchase_permitted(4)
    assert not permitted
    assert reason == "Chỉ còn 3, không đủ 4."


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"is_public": False}, "unavailable"),
        ({"nature": "service"}, "service"),
        ({"selling": "contact"}, "contact-only"),
        ({"stock": 0}, "out-of-stock"),
        ({"price": None}, "no-price"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_reasons_of_the_product(facts, code):
    availability = info(make_good(**facts)).availability
    assert availability.code == code
    assert not availability.is_available_to_buy


@pytest.mark.parametrize(
    ("state", "code"), [("suspended", "producer-suspended"), ("pending", "producer-pending")]
)
def test_reasons_of_the_producer(state, code):
    producer = make_producer(state=state, state_reason="Đang kiểm tra" if state == "suspended" else "")
    assert info(make_good(producer=producer)).availability.code == code


def test_a_claim_without_proof_is_not_sold():
    product = make_product()
    claim(product)
    assert info(product).availability.code == "not-certified"


def test_a_star_ends_on_its_last_day_with_nothing_run():
    product = make_product()
    entry = certify(product, months=12)
    last = entry.valid_to - timedelta(days=1)
    assert info(product, on=last).availability.is_available_to_buy
    assert info(product, on=entry.valid_to).availability.code == "not-certified"


def test_a_revoked_star_is_not_sold():
    product = make_product()
    today = timezone.localdate()
    certify(product, on=today - timedelta(days=100))
    revoke(product, on=today)
    assert info(product).availability.code == "not-certified"


def test_made_to_order_counts_no_stock():
    product = make_good(stock=0)
    product.product_class.track_stock = False
    product.product_class.save()
    assert info(product).availability.code == "made-to-order"
