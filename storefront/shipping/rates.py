"""What delivery costs, as plain figures. Pure but for the setting with the shop's default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class Rate:
    """Whole đồng and whole days. `free_from` is the goods value from which delivery is free, or None."""

    same_province: int
    other_provinces: int
    free_from: int | None
    days_min: int
    days_max: int

    def charge(self, *, goods: int, same_province: bool) -> int:
        """What one order of `goods` đồng pays."""
        if self.free_from is not None and goods >= self.free_from:
            return 0
        return self.same_province if same_province else self.other_provinces

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
