"""Fairs, livestreams and sales points for tests, planned through the functions officers' forms call."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from fairs import scheduling
from fairs.hours import ZONE
from fairs.models import BoothCategory, Fair, LivestreamSeries, LivestreamSession, SalesPoint
from tests.factories.catalogue import make_product, make_province
from tests.factories.certification import certify

_numbers = itertools.count(1)


def at(year: int, month: int, day: int, hour: int = 8, minute: int = 0) -> datetime:
    """A moment by the clock in Hà Nội."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def make_star_product(title: str = "", *, star: int = 3, **facts: Any) -> Any:
    """A product whose certificate is in force since a hundred days ago."""
    product = make_product(title, **facts)
    certify(product, star, on=timezone.localdate() - timedelta(days=100))
    return product


def make_fair(name: str = "", *, opens_at: datetime | None = None, days: int = 5, **facts: Any) -> Fair:
    """An announced week of goods in Thanh Hóa, opening on 5 December 2026 unless told otherwise."""
    opens_at = opens_at or at(2026, 12, 5)
    facts = {"kind": "week", "venue": "Quảng trường Lam Sơn", "province": make_province(), **facts}
    closes_at = facts.pop("closes_at", opens_at + timedelta(days=days))
    return scheduling.open_fair(
        name or f"Tuần hàng số {next(_numbers)}", opens_at=opens_at, closes_at=closes_at, **facts
    )


def make_booth_category(name: str = "Tiêu chuẩn", **facts: Any) -> BoothCategory:
    """The category of that name, made once."""
    return BoothCategory.objects.get_or_create(name=name, defaults={"price": 3_000_000, **facts})[0]


def make_series(name: str = "", **facts: Any) -> LivestreamSeries:
    """A series over 2026 and 2027 with four producers a session."""
    facts = {"period_from": date(2026, 1, 1), "period_to": date(2027, 12, 31), **facts}
    return scheduling.schedule_series(name or f"Chợ phiên trên sóng {next(_numbers)}", **facts)


def make_session(
    series: LivestreamSeries | None = None, *, starts_at: datetime | None = None, **facts: Any
) -> LivestreamSession:
    """A planned session of three hours, on 28 November 2026 at eight in the evening unless told otherwise."""
    starts_at = starts_at or at(2026, 11, 28, 20)
    facts = {"ends_at": starts_at + timedelta(hours=3), **facts}
    return scheduling.schedule_session(series or make_series(), starts_at=starts_at, **facts)


def make_sales_point(name: str = "", **facts: Any) -> SalesPoint:
    """A supported shop in Thanh Hóa, open seven to eight every day, with a position."""
    facts = {
        "kind": "mall-market",
        "state": "supported",
        "province": make_province(),
        "opening_hours": "Mo-Su 07:00-20:00",
        "latitude": Decimal("19.807500"),
        "longitude": Decimal("105.776400"),
        **facts,
    }
    return scheduling.register_sales_point(name or f"Điểm bán số {next(_numbers)}", **facts)
