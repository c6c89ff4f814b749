"""Whose account an order's money goes to: its producer's, or the operator's where the operator sells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from storefront.payment.gateways.vnpay import VNPay
from storefront.sales_mode import operator_sells


@dataclass(frozen=True)
class Operator:
    """The operator as somebody to be paid; answers what a producer answers."""

    name: str
    bank_bin: str
    bank_account: str
    bank_holder: str
    illustrative: bool

    @property
    def takes_transfers(self) -> bool:
        """Whether a VietQR can be drawn for it."""
        return bool(self.bank_bin and self.bank_account)


def operator() -> Operator:
    """The operator, from the settings; a demonstration's is made up like its producers."""
    told = settings.OCOP_OPERATOR
    return Operator(
        name=told["name"],
        bank_bin=told.get("bank_bin", ""),
        bank_account=told.get("bank_account", ""),
        bank_holder=told.get("bank_holder", ""),
        illustrative=settings.OCOP_DEMO_BANNER,
    )


def payee_for(producer: Any) -> Any:
    """Who is paid for what is ordered from `producer` now."""
    return operator() if operator_sells() else producer


def payee_of(order: Any) -> Any:
    """Who is paid for an order, as it was placed; None for an order of nobody."""
    group = order.group
    return operator() if group is not None and group.is_sold_by_operator else order.producer


def vnpay() -> VNPay | None:
    """The operator's shop at VNPay, when the settings name one."""
    code, secret, url = (
        settings.OCOP_VNPAY_TMN_CODE,
        settings.OCOP_VNPAY_HASH_SECRET,
        settings.OCOP_VNPAY_URL,
    )
    return VNPay(code, secret, url) if code and secret and url else None
