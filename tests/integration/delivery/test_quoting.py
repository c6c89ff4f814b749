"""What a carrier asks, at the checkout: asked once, never while rows are locked, and the table where it is silent."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from storefront.delivery.models import DeliveryTerms
from storefront.purchases.models import OrderGroup
from storefront.purchases.placing import PriceChangedError, place_order_group
from storefront.purchases.shares import shares_of
from storefront.shipping.carriers.base import CarrierError, Quote, SignedHttpCarrier
from tests.factories.carriers import KEY, running_carrier
from tests.factories.catalogue import make_producer, make_province
from tests.factories.purchases import checkout_fields, make_basket, make_good, make_shopper

pytestmark = pytest.mark.django_db


@pytest.fixture
def producer():
    found = make_producer("HTX Biển")
    DeliveryTerms.objects.create(producer=found, carrier_quotes=True)
    return found


def charge(basket, province):
    (share,) = shares_of(basket, province=province)
    return share.delivery, str(share.terms.note), (share.terms.days_min, share.terms.days_max)


def test_a_quote_is_asked_once_for_a_weight_and_a_province(stand_in, producer):
    basket = make_basket((make_good(producer=producer, price=50_000), 1))
    far = make_province("Hà Nội", "01")
    told = [charge(basket, province) for province in (make_province(), far, make_province(), far)]
    near_told, far_told = (
        (18_000, "Giá bên vận chuyển báo.", (1, 2)),
        (30_000, "Giá bên vận chuyển báo.", (2, 5)),
    )
    assert told == [near_told, far_told, near_told, far_told]
    assert stand_in.asked == ["/quote", "/quote"]


def test_a_silent_carrier_costs_one_wait_and_the_table_holds(settings, producer):
    settings.OCOP_CARRIER, settings.OCOP_CARRIER_KEY = "ghn", KEY
    settings.OCOP_CARRIER_URL = "http://127.0.0.1:9"
    cache.clear()
    basket = make_basket((make_good(producer=producer, price=50_000), 1))
    fallen_back = (25_000, "Bên vận chuyển chưa báo giá: tính theo bảng phí của chủ thể.", (2, 5))
    assert charge(basket, make_province()) == fallen_back
    with running_carrier(settings) as server:
        cache.set("carrier-silent:ghn", 1, 60)
        assert charge(basket, make_province()) == fallen_back
        assert server.asked == []


def test_other_producers_and_other_sites_ask_nobody(stand_in, settings, producer):
    other = make_basket((make_good(producer=make_producer(), price=50_000), 1))
    assert charge(other, make_province())[:2] == (25_000, "")
    settings.OCOP_CARRIER = ""
    own = make_basket((make_good(producer=producer, price=50_000), 1))
    assert charge(own, make_province())[:2] == (25_000, "")
    assert stand_in.asked == []


def test_placing_asks_nobody_and_charges_what_was_seen(stand_in, producer, client):
    good = make_good(producer=producer, price=50_000)
    basket = make_basket((good, 1))
    with pytest.raises(PriceChangedError) as refused:
        place_order_group(
            basket, shopper=make_shopper(), submission="submission-of-quoting-0", seen_total=68_000
        )
    assert (refused.value.total, stand_in.asked, OrderGroup.objects.count()) == (75_000, [], 0)
    client.post(reverse("basket:add", args=[good.pk]), {"quantity": 1})
    fields = checkout_fields(seen_total="68000", submission="submission-of-quoting-1")
    answer = client.post("/thanh-toan/", {**fields, "action": "place"})
    assert answer.status_code == 302
    order = OrderGroup.objects.get().orders.get()
    assert (order.shipping_incl_tax, order.total_incl_tax) == (18_000, 68_000)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"charge": 12.5, "days_min": 1, "days_max": 2},
        {"charge": "18000", "days_min": 1, "days_max": 2},
        {"charge": True, "days_min": 1, "days_max": 2},
        {"charge": -1, "days_min": 1, "days_max": 2},
        {"charge": 10**9, "days_min": 1, "days_max": 2},
        {"charge": 1, "days_min": 0, "days_max": 2},
        {"charge": 1, "days_min": 3, "days_max": 2},
    ],
)
def test_an_answer_that_cannot_be_meant_is_none(answer, monkeypatch):
    service = SignedHttpCarrier("ghn", url="http://127.0.0.1:9", key=KEY)
    monkeypatch.setattr(service, "_ask", lambda *asked, **how: answer)
    with pytest.raises(CarrierError):
        service.quote(grams=1, origin="38", destination="01")
    monkeypatch.setattr(service, "_ask", lambda *asked, **how: {"charge": 0, "days_min": 1, "days_max": 90})
    assert service.quote(grams=1, origin="38", destination="01") == Quote(0, 1, 90)
