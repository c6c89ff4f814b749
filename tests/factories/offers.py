"""Promotions and codes for tests, made the way officers' forms make them."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from django.utils import timezone

from storefront.offers.models import ConcentratedEvent, Promotion
from storefront.offers.writing import make_code

_numbers = itertools.count(1)


def make_event(**facts: Any) -> ConcentratedEvent:
    """An event that runs today unless told otherwise."""
    today = timezone.localdate()
    facts = {"begins": today - timedelta(days=10), "ends": today + timedelta(days=60), **facts}
    told = {"name": "Tháng khuyến mại", "authority": "UBND tỉnh Thanh Hóa", "decision": "1/QĐ-UBND"}
    return ConcentratedEvent.objects.create(**{**told, **facts})


def make_promotion(**facts: Any) -> Promotion:
    """Ten percent off everything with a code, since yesterday, at the operator's cost; checked as by a form."""
    now = timezone.now()
    told = {
        "name": f"Khuyến mại số {next(_numbers)}",
        "kind": "percent",
        "value": 10,
        "borne_by": "operator",
        "begins": now - timedelta(days=1),
        "ends": now + timedelta(days=30),
    }
    promotion = Promotion(**{**told, **facts})
    promotion.clean()
    promotion.save()
    return promotion


def make_voucher(code: str = "", **facts: Any) -> Any:
    """A code of a promotion made for it."""
    return make_code(make_promotion(**facts), code or f"MA{next(_numbers):06d}")
