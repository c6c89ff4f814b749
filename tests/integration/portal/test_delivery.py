"""A producer sets its own delivery, and the checkout charges it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from storefront.delivery.models import DeliveryTerms, DeliveryZone
from storefront.purchases.models import DeliveryRate
from storefront.purchases.shares import shares_of
from tests.factories.catalogue import make_province
from tests.factories.portal import make_owner
from tests.factories.purchases import make_basket, make_good

pytestmark = pytest.mark.django_db
URL = "/gian-hang/giao-hang/"
TERMS = {
    "form": "terms",
    "by_carrier": "on",
    "by_courier": "on",
    "courier_charge": "15.000",
    "courier_free_from": "300.000",
    "courier_days_min": "1",
    "courier_days_max": "2",
    "pick_up_charge": "0",
    "pick_up_days": "2",
}
RATE = {
    "form": "rate",
    "same_province": "20 000",
    "other_provinces": "40.000 đ",
    "days_min": "2",
    "days_max": "4",
}
ZONE = {
    "kind": "named",
    "name": "Hà Nội",
    "charge": "30.000",
    "included_grams": "1000",
    "step_grams": "500",
    "step_charge": "5.000",
    "free_from": "900.000",
    "days_min": "2",
    "days_max": "3",
}


@pytest.fixture
def owner():
    return make_owner()


def charges(producer, province):
    (share,) = shares_of(make_basket((make_good(producer=producer, price=100_000), 4)), province=province)
    return [(code, charge) for code, _terms, charge in share.offers]


def test_what_is_set_is_what_the_checkout_asks(owner):
    producer, client = owner
    near, far, farther = make_province(), make_province("Hà Nội", "01"), make_province("Cà Mau", "96")
    for told in (TERMS, RATE):
        assert client.post(URL, {"producer": producer.slug, **told}).status_code == 302
    new = {"producer": producer.slug, **ZONE, "provinces": [far.pk]}
    assert client.post(reverse("portal:zone-new"), new).status_code == 302
    # 4 × 500 g: two steps begun above the first kilogram; goods of 400,000 are brought free by the own courier.
    assert charges(producer, near) == [("courier", 0), ("carrier", 20_000)]
    assert charges(producer, far) == [("carrier", 40_000)]
    assert charges(producer, farther) == [("carrier", 40_000)]
    shown = client.get(URL).content.decode()
    assert ("Hà Nội" in shown, "30.000" in shown) == (True, True)
    zone = DeliveryZone.objects.get()
    edited = {**ZONE, "charge": "10000", "step_charge": "0", "provinces": [farther.pk]}
    assert client.post(reverse("portal:zone", args=[zone.pk]), edited).status_code == 302
    assert charges(producer, farther) == [("carrier", 10_000)]
    client.post(reverse("portal:zone-delete", args=[zone.pk]))
    assert charges(producer, farther) == [("carrier", 40_000)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"charge": "-1"}, "charge"),
        ({"charge": "1.5"}, "charge"),
        ({"charge": "10.000.001"}, "charge"),
        ({"included_grams": "0"}, "included_grams"),
        ({"days_max": "1"}, "days_max"),
        ({"provinces": []}, "provinces"),
        ({"provinces": ["999999"]}, "provinces"),
        ({"kind": "own"}, "provinces"),
        ({"kind": "moon"}, "kind"),
        ({"name": "x" * 81}, "name"),
    ],
)
def test_a_line_that_cannot_be_is_refused_at_its_field(owner, change, field):
    producer, client = owner
    told = {"producer": producer.slug, **ZONE, "provinces": [make_province().pk], **change}
    answer = client.post(reverse("portal:zone-new"), told)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not DeliveryZone.objects.exists()


def test_a_province_stands_in_one_line_and_rest_once(owner):
    producer, client = owner
    far = make_province("Hà Nội", "01")
    new = {"producer": producer.slug, **ZONE}
    client.post(reverse("portal:zone-new"), {**new, "provinces": [far.pk]})
    twice = client.post(reverse("portal:zone-new"), {**new, "provinces": [far.pk]})
    assert "Đã có trong vùng khác của chủ thể: Hà Nội." in twice.content.decode()
    client.post(reverse("portal:zone-new"), {**new, "kind": "rest"})
    again = client.post(reverse("portal:zone-new"), {**new, "kind": "rest"})
    assert "Chủ thể này đã có dòng phí cho vùng đó." in again.content.decode()
    assert sorted(DeliveryZone.objects.values_list("kind", flat=True)) == ["named", "rest"]


def test_what_is_refused_changes_nothing(owner):
    producer, client = owner
    for told in ({**TERMS, "courier_days_max": "0"}, {**RATE, "days_max": "1"}, {**RATE, "free_from": "0"}):
        assert client.post(URL, {"producer": producer.slug, **told}).status_code == 422
    assert client.post(URL, {"producer": producer.slug, "form": "moon"}).status_code == 400
    assert (DeliveryTerms.objects.count(), DeliveryRate.objects.count()) == (0, 0)
