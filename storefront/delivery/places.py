"""Where a shopper may fetch an order: places told by other parts of the platform (`OCOP_PICK_UP_SOURCES`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class PickUpPlace:
    """A place where one producer's goods wait. `days` are the only days for it; none: any day it is open.

    `reference` never changes (`point-12`, `fair-3`); `label` and `address` are what people read.
    """

    reference: str
    kind: str
    label: str
    address: str
    province_id: int | None
    hours: str = ""
    days: tuple[date, ...] = ()


def places_for(products: Mapping[int, set[int]], *, on: date) -> dict[int, list[PickUpPlace]]:
    """Places by producer pk for the products of a basket (`{producer pk: product pks}`), from every source."""
    found: dict[int, list[PickUpPlace]] = {}
    for path in settings.OCOP_PICK_UP_SOURCES:
        for producer, places in import_string(path)(products, on=on).items():
            found.setdefault(producer, []).extend(places)
    return found
