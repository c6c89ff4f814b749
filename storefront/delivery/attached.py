"""The zones of producers' tables with their provinces, read for all of them together, in two queries at most."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from storefront.delivery.models import DeliveryZone
from storefront.ready_queries import ReadyQuery
from storefront.ready_relations import attach

_ZONES: ReadyQuery[DeliveryZone] = ReadyQuery(
    lambda *, producers: DeliveryZone.objects.filter(producer__in=producers)
)
#: In the order of provinces.
_PROVINCES: ReadyQuery[Any] = ReadyQuery(
    lambda *, zones: (
        DeliveryZone.provinces.through._default_manager.filter(deliveryzone__in=zones)
        .select_related("province")
        .order_by("province")
    )
)


def attach_zones(producers: Iterable[Any]) -> None:
    """Leave `producer.delivery_zones` known, and the `provinces` of each zone; those that are None are passed over."""
    things = [producer for producer in producers if producer is not None]
    if not things:
        return
    zones = _ZONES(producers=sorted({producer.pk for producer in things}))
    attach(things, "delivery_zones", zones, by="producer_id")
    if not zones:
        return
    named = []
    for pair in _PROVINCES(zones=sorted(zone.pk for zone in zones)):
        pair.province.zone_id = pair.deliveryzone_id
        named.append(pair.province)
    attach(zones, "provinces", named, by="zone_id")
