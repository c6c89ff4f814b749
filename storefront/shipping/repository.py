"""Which ways of delivery a producer's share of a basket has. An override of Oscar's module of the same name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oscar.apps.shipping import repository as upstream

from storefront.delivery.classes import Reach, carrier_reach, classes_of
from storefront.delivery.models import DeliveryTerms
from storefront.delivery.places import PickUpPlace
from storefront.delivery.weights import grams_of
from storefront.shipping.carriers.base import carrier_service
from storefront.shipping.carriers.quoting import quoted
from storefront.shipping.methods import CARRIER, COURIER, PICK_UP, Terms, Way
from storefront.shipping.rates import ZoneRate, table_for

#: More places than this nobody compares on a telephone; the shopper's own province comes first.
_MOST_PLACES = 8


class Repository(upstream.Repository):
    """`province` is where the parcel goes, `places` where this producer's goods can be fetched."""

    def get_available_shipping_methods(
        self,
        basket: Any,
        shipping_addr: Any = None,
        *,
        province: Any = None,
        places: Iterable[PickUpPlace] = (),
        on: date | None = None,
        **kwargs: Any,
    ) -> list[Way]:
        """To the door first, the cheaper way before the other; then the places. Empty until a province is known."""
        lines = list(basket.all_lines())
        producers = {line.product.producer for line in lines}
        if len(producers) != 1 or province is None:
            return []
        producer = producers.pop()
        if producer is None:
            return []
        day = on or timezone.localdate()
        lead = lead_days_of(line.product for line in lines)
        grams = sum(grams_of(line.product) * line.quantity for line in lines)
        own = getattr(producer, "delivery_terms", None) or DeliveryTerms()
        home = [Way(terms.later(lead)) for terms in _to_the_door(producer, own, lines, province, grams=grams)]
        home.sort(key=lambda way: (way.calculate(basket).incl_tax, way.terms.days_max))
        fetched = _fetched(own, places, province, grams=grams, lead=lead, on=day) if own.pick_up else []
        return [*home, *(Way(terms) for terms in fetched)]


def lead_days_of(products: Iterable[Any]) -> int:
    """Days until the slowest of these products is made."""
    return max((product.lead_days or 0 for product in products), default=0)


def _to_the_door(
    producer: Any, own: DeliveryTerms, lines: list[Any], province: Any, *, grams: int
) -> list[Terms]:
    is_home = producer.province_id is not None and producer.province_id == province.pk
    ways = []
    if own.by_courier and is_home:
        rate = ZoneRate(own.courier_charge, own.courier_free_from, own.courier_days_min, own.courier_days_max)
        ways.append(Terms(COURIER, rate, grams))
    reach = carrier_reach(classes_of(line.product for line in lines), own)
    if own.by_carrier and (reach == Reach.ANYWHERE or (reach == Reach.OWN_PROVINCE and is_home)):
        ways.append(_by_carrier(producer, own, province, grams=grams))
    return ways


def _by_carrier(producer: Any, own: DeliveryTerms, province: Any, *, grams: int) -> Terms:
    """By the carrier's quote where the producer goes by it and there is one; else by the producer's table."""
    zone = table_for(producer).zone(province.pk)
    if not own.carrier_quotes or producer.province is None or carrier_service() is None:
        return Terms(CARRIER, zone, grams)
    rate = quoted(zone, grams=grams, origin=producer.province.code, destination=province.code)
    if rate is None:
        return Terms(
            CARRIER, zone, grams, note=_("Bên vận chuyển chưa báo giá: tính theo bảng phí của chủ thể.")
        )
    return Terms(CARRIER, rate, grams, note=_("Giá bên vận chuyển báo."))


def _fetched(
    own: DeliveryTerms, places: Iterable[PickUpPlace], province: Any, *, grams: int, lead: int, on: date
) -> list[Terms]:
    ready = on + timedelta(days=lead)
    near_first = sorted(places, key=lambda place: place.province_id != province.pk)
    found: list[Terms] = []
    for place in near_first[:_MOST_PLACES]:
        told = {"place": place.label, "address": place.address, "place_reference": place.reference}
        if not place.days:
            rate = ZoneRate(own.pick_up_charge, None, own.pick_up_days, own.pick_up_days)
            found.append(Terms(PICK_UP, rate, grams, hours=place.hours, lead_days=lead, **told))
            continue
        for day in place.days:
            if day > ready:
                rate = ZoneRate(own.pick_up_charge, None, (day - on).days, (day - on).days)
                found.append(Terms(PICK_UP, rate, grams, hours=place.hours, day=day, **told))
    return found
