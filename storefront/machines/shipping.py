"""What bringing a product costs at most and how long it takes, in Google's form (`OfferShippingDetails`).

The form knows no provinces of Viet Nam, so one figure stands for the whole country: the dearest line of the maker's
own rates for one piece, as the basket asks it. Where no such figure holds everywhere (a carrier quotes, or takes the
goods no farther than their province), nothing is told.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from catalogue.product_page import part, part_of
from storefront.delivery.classes import Reach, carrier_reach, classes_of
from storefront.delivery.models import DeliveryTerms, DeliveryZone
from storefront.delivery.weights import grams_of
from storefront.json_ld import told
from storefront.shipping.carriers.base import carrier_service
from storefront.shipping.rates import ZoneRate, line_of, rate_for


@part("delivery_zones")
def _zones(*, producer: int | None) -> QuerySet[DeliveryZone]:
    return DeliveryZone.objects.filter(producer=producer)


def shipping(product: Any, *, price: int) -> dict[str, Any] | None:
    """For one piece at `price` whole đồng; None where no figure holds for the whole country. Asks no query of its
    own on the product's page."""
    producer = product.producer
    if producer is None or product.nature == "service":
        return None
    terms = getattr(producer, "delivery_terms", None) or DeliveryTerms()
    is_quoted = terms.carrier_quotes and carrier_service() is not None
    if not terms.by_carrier or is_quoted or carrier_reach(classes_of([product]), terms) != Reach.ANYWHERE:
        return None
    lines = _lines(producer, part_of(product, "delivery_zones"))
    asked = {line.cost(goods=price, grams=grams_of(product)) for line in lines}
    most = {"value" if len(asked) == 1 else "maxValue": max(asked)}
    return told(
        at_type="OfferShippingDetails",
        shippingRate={"@type": "MonetaryAmount", **most, "currency": settings.OSCAR_DEFAULT_CURRENCY},
        shippingDestination={"@type": "DefinedRegion", "addressCountry": "VN"},
        deliveryTime={
            "@type": "ShippingDeliveryTime",
            "handlingTime": _days(0, product.lead_days or 0),
            "transitTime": _days(min(line.days_min for line in lines), max(line.days_max for line in lines)),
        },
    )


def _lines(producer: Any, zones: list[DeliveryZone]) -> list[ZoneRate]:
    """All that is asked somewhere: the simple rate fills the gaps its table leaves."""
    simple, kinds = rate_for(producer), {zone.kind for zone in zones}
    lines = [line_of(zone) for zone in zones]
    if DeliveryZone.Kind.OWN not in kinds and producer.province_id is not None:
        lines.append(simple.zone(same_province=True))
    if DeliveryZone.Kind.REST not in kinds:
        lines.append(simple.zone(same_province=False))
    return lines


def _days(least: int, most: int) -> dict[str, Any]:
    return {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "DAY"}
