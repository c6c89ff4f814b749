"""What is read for many things together is what each of them would have answered alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from oscar.core.loading import get_model

from catalogue.attached import attach_ledgers, attach_pictures, attach_stock
from catalogue.models import Product
from catalogue.producers.models import Producer
from storefront.delivery.attached import attach_zones
from storefront.delivery.models import DeliveryZone
from storefront.offers.applying import open_offers_at
from tests.factories.catalogue import make_producer, make_product, make_province
from tests.factories.certification import certify, make_decision
from tests.factories.offers import make_promotion

pytestmark = pytest.mark.django_db


def told(things, *names):
    """The keys behind each name, of each thing, and how many questions that took."""
    with CaptureQueriesContext(connection) as sent:
        keys = [[row.pk for row in getattr(thing, name).all()] for thing in things for name in names]
    return keys, len(sent)


def test_products_know_what_hangs_on_them():
    products = [make_product(), make_product(), make_product(), make_product()]
    certify(products[0], star=3, decision=make_decision(number="1/QĐ", on=timezone.localdate()))
    certify(products[2])
    for place in range(3):
        products[3].images.create(original=f"{place}.jpg", display_order=3 - place)
    names = ("ledger_entries", "images", "stockrecords")
    expected, asked = told(Product.objects.order_by("pk"), *names)
    assert asked == 13

    twice = [*Product.objects.order_by("pk"), *Product.objects.order_by("pk")]
    for attach in (attach_ledgers, attach_pictures, attach_stock):
        attach(twice)
        attach([])
    assert told(twice, *names) == (expected * 2, 0)
    assert twice[2].ledger_entries.filter(pk=0).count() == 0
    assert twice[2].ledger_entries.all()[0].product is twice[6]


def test_producers_know_their_zones_and_their_provinces():
    producers = [make_producer(), make_producer(), make_producer()]
    facts = {"charge": 15_000, "days_min": 2, "days_max": 4}
    DeliveryZone.objects.create(producer=producers[0], kind="own", **facts)
    for name, codes in (("Bắc", ["01", "20"]), ("Trung", ["46", "38"]), ("Vẫn trống", [])):
        zone = DeliveryZone.objects.create(producer=producers[1], kind="named", name=name, **facts)
        zone.provinces.add(*[make_province(f"Tỉnh {code}", code) for code in codes])

    fresh = [*Producer.objects.order_by("pk"), None, *Producer.objects.order_by("pk")[:2]]
    with CaptureQueriesContext(connection) as sent:
        attach_zones(fresh)
        attach_zones([None])
    assert len(sent) == 2
    expected = [*Producer.objects.order_by("pk"), *Producer.objects.order_by("pk")[:2]]
    assert told(filter(None, fresh), "delivery_zones") == (told(expected, "delivery_zones")[0], 0)
    named = list(fresh[1].delivery_zones.all())
    assert told(named, "provinces") == (told(DeliveryZone.objects.filter(kind="named"), "provinces")[0], 0)
    assert [one.delivery_zones.all()[0].producer is one for one in fresh[-2:]] == [True, True]


def test_open_offers_are_those_of_oscars_manager_at_any_moment():
    offers = get_model("offer", "ConditionalOffer")
    now, day = timezone.now(), timedelta(days=1)
    for begins, ends in (
        (-day, day),
        (-2 * day, -day),
        (day, 2 * day),
        (None, day),
        (-day, None),
        (None, None),
    ):
        offer = make_promotion(needs_code=False).offer
        dates = {"start_datetime": begins and now + begins, "end_datetime": ends and now + ends}
        offers.objects.filter(pk=offer.pk).update(**dates)
    offers.objects.filter(pk=make_promotion(needs_code=False).offer.pk).update(status=offers.SUSPENDED)
    offers.objects.filter(pk=make_promotion(needs_code=False).offer.pk).update(offer_type=offers.VOUCHER)

    expected = set(offers.active.filter(offer_type=offers.SITE).values_list("pk", flat=True))
    assert len(expected) == 4
    assert set(open_offers_at(at=timezone.now())) == expected
