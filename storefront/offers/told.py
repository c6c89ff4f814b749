"""Discounts of an order as its pages and papers tell of them: what for, how much, at whose cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.dong import whole_dong
from storefront.offers.models import Bearer


@dataclass(frozen=True)
class DiscountTold:
    """One discount; `bearer` says who bears it, a sponsor by its name."""

    name: str
    amount: int
    bearer: str | Promise


def discounts_told(discounts: Iterable[Any]) -> list[DiscountTold]:
    """Discounts of an order, read with their `bearer`, as they are told: the largest first."""
    rows = [row for row in discounts if row.amount]
    told = [DiscountTold(_name(row), whole_dong(row.amount), _bearer(row)) for row in rows]
    return sorted(told, key=lambda each: (-each.amount, each.name))


def borne_by_others(discounts: Iterable[DiscountTold]) -> int:
    """Đồng of discounts that are not at the seller's cost."""
    own = Bearer.PRODUCER.label
    return sum(each.amount for each in discounts if each.bearer != own)


def _name(row: Any) -> str:
    code = row.voucher_code or ""
    return f"{row.offer_name} ({code})" if code and code not in row.offer_name else row.offer_name or code


def _bearer(row: Any) -> str | Promise:
    bearer = getattr(row, "bearer", None)
    if bearer is None:
        return _("không ghi")
    if bearer.borne_by == Bearer.SPONSOR and bearer.sponsor:
        return bearer.sponsor
    return bearer.get_borne_by_display()
