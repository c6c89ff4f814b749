"""How long goods may be sold at a reduced price within one calendar year, over all promotions about them.

NĐ 81/2018/NĐ-CP art. 10 as quoted: not above 120 days a year for one brand, what runs within an authority's programme
left out. Not verified against later amendments: `OCOP_PROMOTION_DAYS` (0: no limit).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from oscar.core.loading import get_model

PRICE_CUTS = ("percent", "amount")
Interval = tuple[datetime, datetime]


@dataclass(frozen=True)
class Over:
    """In `year` some product would be reduced for `days` days; `others` are the promotions that add to it."""

    year: int
    days: int
    others: tuple[str, ...]


def counted(promotion: Any) -> list[Interval]:
    """When a promotion cuts prices outside an authority's programme."""
    if promotion.kind not in PRICE_CUTS:
        return []
    begins, ends = promotion.begins, promotion.ends
    if promotion.is_stopped:
        ends = min(ends, promotion.stopped_at or timezone.now())
    if promotion.event_id is None:
        return _kept([(begins, ends)])
    event = promotion.event
    first, after = _midnight(event.begins), _midnight(event.ends + timedelta(days=1))
    return _kept([(begins, min(ends, first)), (max(begins, after), ends)])


def total(intervals: Iterable[Interval]) -> timedelta:
    """How long any of the intervals runs; what runs side by side counts once."""
    length, reached = timedelta(), None
    for begins, ends in sorted(intervals):
        start = begins if reached is None else max(begins, reached)
        if ends > start:
            length += ends - start
            reached = ends
    return length


def within_year(intervals: Iterable[Interval], year: int) -> list[Interval]:
    """What of the intervals lies in a calendar year of Vietnam."""
    first, after = (_midnight(date(each, 1, 1)) for each in (year, year + 1))
    return _kept((max(begins, first), min(ends, after)) for begins, ends in intervals)


def over_the_year(promotion: Any, *, most: int) -> Over | None:
    """The first year in which a product the promotion is about would be reduced for more than `most` days."""
    own = counted(promotion)
    years = sorted(
        {
            year
            for begins, ends in own
            for year in range(timezone.localdate(begins).year, timezone.localdate(ends).year + 1)
        }
    )
    others = [other for other in _others(promotion) if counted(other)]
    for year in years:
        for together in _together(promotion, others):
            parts = [
                interval for each in (promotion, *together) for interval in within_year(counted(each), year)
            ]
            length = total(parts)
            if length > timedelta(days=most):
                names = tuple(each.name for each in together if within_year(counted(each), year))
                return Over(year, -(-length // timedelta(days=1)), names)
    return None


def _others(promotion: Any) -> list[Any]:
    """Other price cuts that may be about the same goods in the years of this one."""
    first, after = timezone.localdate(promotion.begins).year, timezone.localdate(promotion.ends).year + 1
    span = [_midnight(date(year, 1, 1)) for year in (first, after)]
    found = (
        type(promotion)
        .objects.filter(kind__in=PRICE_CUTS, begins__lt=span[1], ends__gt=span[0])
        .exclude(pk=promotion.pk)
        .select_related("event", "group")
        .order_by("begins", "pk")
    )
    if promotion.producer_id is not None:
        found = found.filter(Q(producer=None) | Q(producer=promotion.producer_id))
    return list(found)


def _together(promotion: Any, others: list[Any]) -> list[tuple[Any, ...]]:
    """Each set of other promotions that meets this one on some product; the empty one stands for goods to come."""
    sets: dict[tuple[int, ...], tuple[Any, ...]] = {(): ()}
    for product, paths in _goods(promotion).values() if others else ():
        meets = tuple(other for other in others if _is_about(other, product, paths))
        sets[tuple(other.pk for other in meets)] = meets
    return list(sets.values())


def _goods(promotion: Any) -> dict[int, tuple[int, set[str]]]:
    """The products a promotion is about: their producer and the paths of their groups."""
    rows = get_model("catalogue", "Product").objects.filter(is_alcohol=False)
    if promotion.producer_id is not None:
        rows = rows.filter(producer=promotion.producer_id)
    found: dict[int, tuple[int, set[str]]] = {}
    for pk, producer, own, parents in rows.values_list(
        "pk", "producer_id", "categories__path", "parent__categories__path"
    ):
        found.setdefault(pk, (producer, set()))[1].update(path for path in (own, parents) if path)
    return {pk: facts for pk, facts in found.items() if _is_about(promotion, *facts)}


def _is_about(promotion: Any, producer: int, paths: set[str]) -> bool:
    if promotion.producer_id is not None and promotion.producer_id != producer:
        return False
    return promotion.group_id is None or any(path.startswith(promotion.group.path) for path in paths)


def _kept(intervals: Iterable[Interval]) -> list[Interval]:
    return [(begins, ends) for begins, ends in intervals if ends > begins]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
