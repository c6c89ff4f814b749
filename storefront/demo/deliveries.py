"""How illustrative producers deliver: a courier in the own province, zones with steps of weight, a carrier's quotes."""

from __future__ import annotations

from django.db import transaction

from storefront.delivery.models import DeliveryTerms, DeliveryZone
from storefront.demo.producers import producers_by_key
from storefront.demo.reading import read_table
from storefront.places.models import Province

_YES = "yes"


@transaction.atomic
def agree_deliveries() -> int:
    """Enter the terms and zones that are missing; return how many producers got some."""
    producers = producers_by_key()
    known = set(DeliveryTerms.objects.values_list("producer_id", flat=True))
    provinces = {province.code: province for province in Province.objects.filter(valid_to=None)}
    zones = list(read_table("delivery_zones"))
    count = 0
    for row in read_table("delivery_ways"):
        producer = producers[row.pop("producer")]
        if producer.pk in known:
            continue
        quotes = row.pop("carrier_quotes") == _YES
        DeliveryTerms.objects.create(
            producer=producer, carrier_quotes=quotes, by_courier=True, **_figures(row)
        )
        count += 1
    for row in zones:
        producer = producers[row["producer"]]
        if producer.pk in known:
            continue
        facts = {name: row[name] for name in ("kind", "name")}
        names = row["provinces"].split()
        skipped = ("producer", "kind", "name", "provinces")
        figures = _figures({name: value for name, value in row.items() if name not in skipped})
        zone = DeliveryZone.objects.create(producer=producer, **facts, **figures)
        zone.provinces.set([provinces[code] for code in names])
    return count


def _figures(row: dict[str, str]) -> dict[str, int | None]:
    return {name: int(value) if value else None for name, value in row.items()}
