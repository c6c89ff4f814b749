"""What delivery costs, as plain figures. Pure but for the setting with the shop's default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class ZoneRate:
    """What a parcel to one zone costs, in whole đồng, and how long it takes, in whole days.

    `charge` covers `included_grams` (None: any weight); each further `step_grams` begun costs `step_charge`.
    From goods of `free_from` đồng it costs nothing, whatever it weighs.
    """

    charge: int
    free_from: int | None
    days_min: int
    days_max: int
    included_grams: int | None = None
    step_grams: int = 500
    step_charge: int = 0

    def cost(self, *, goods: int, grams: int) -> int:
        """What one order of `goods` đồng weighing `grams` pays."""
        if self.free_from is not None and goods >= self.free_from:
            return 0
        if self.included_grams is None or grams <= self.included_grams:
            return self.charge
        steps = -(-(grams - self.included_grams) // self.step_grams)
        return self.charge + steps * self.step_charge


@dataclass(frozen=True)
class RateTable:
    """A producer's zones. Every province lies in exactly one of them, by pk: named, own, or the rest."""

    home: int | None
    own: ZoneRate
    rest: ZoneRate
    named: tuple[tuple[frozenset[int], ZoneRate], ...] = ()

    def zone(self, province: int) -> ZoneRate:
        """The zone a province lies in; a zone that names the producer's own province goes before `own`."""
        for provinces, rate in self.named:
            if province in provinces:
                return rate
        return self.own if province == self.home else self.rest


@dataclass(frozen=True)
class Rate:
    """The simple rate. Whole đồng and whole days; `free_from` is the goods value from which delivery is free."""

    same_province: int
    other_provinces: int
    free_from: int | None
    days_min: int
    days_max: int

    def charge(self, *, goods: int, same_province: bool) -> int:
        """What one order of `goods` đồng pays."""
        return self.zone(same_province=same_province).cost(goods=goods, grams=0)

    def zone(self, *, same_province: bool) -> ZoneRate:
        """The same rate as a line of a table: one charge for any weight."""
        charge = self.same_province if same_province else self.other_provinces
        return ZoneRate(charge, self.free_from, self.days_min, self.days_max)

    @property
    def is_uniform(self) -> bool:
        """Whether the same is asked everywhere."""
        return self.same_province == self.other_provinces


def rate_for(producer: Any) -> Rate:
    """The producer's own rate, or the shop's default (`OCOP_DEFAULT_DELIVERY`) while it has set none."""
    own = getattr(producer, "delivery_rate", None)
    if own is None:
        return Rate(**settings.OCOP_DEFAULT_DELIVERY)
    return Rate(own.same_province, own.other_provinces, own.free_from, own.days_min, own.days_max)


def table_for(producer: Any) -> RateTable:
    """The producer's zones, its simple rate wherever they leave a gap (reads prefetched `delivery_zones`)."""
    simple = rate_for(producer)
    own, rest = simple.zone(same_province=True), simple.zone(same_province=False)
    named: list[tuple[frozenset[int], ZoneRate]] = []
    for zone in producer.delivery_zones.all():
        if zone.kind == zone.Kind.OWN:
            own = line_of(zone)
        elif zone.kind == zone.Kind.REST:
            rest = line_of(zone)
        else:
            named.append((frozenset(province.pk for province in zone.provinces.all()), line_of(zone)))
    return RateTable(producer.province_id, own, rest, tuple(named))


def line_of(zone: Any) -> ZoneRate:
    """A line of a producer's table (`DeliveryZone`) as plain figures."""
    return ZoneRate(
        zone.charge,
        zone.free_from,
        zone.days_min,
        zone.days_max,
        zone.included_grams,
        zone.step_grams,
        zone.step_charge,
    )
