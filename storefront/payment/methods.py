"""The ways to pay. The money goes to who sells: the producer itself or, where it sells, the operator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.payment.payees import payee_for, vnpay
from storefront.sales_mode import operator_sells


@dataclass(frozen=True)
class Method:
    """`code` is stored on orders and payment sources and never changes."""

    code: str
    name: str | Promise
    hint: str | Promise


CASH_ON_DELIVERY = Method(
    "cod", _("Trả tiền khi nhận hàng"), _("Đưa tiền mặt cho người giao, sau khi xem hàng.")
)
VIETQR = Method("vietqr", _("Chuyển khoản VietQR"), _("Quét mã, tiền vào thẳng tài khoản của chủ thể."))
VNPAY = Method("vnpay", _("Thẻ, ví hoặc ngân hàng qua VNPay"), _("Trả một lần cho cả lượt mua."))
METHODS = {method.code: method for method in (CASH_ON_DELIVERY, VIETQR, VNPAY)}


def methods_for(producer: Any) -> list[Method]:
    """The ways to pay for what is ordered from a producer now; the first is the default."""
    methods = [CASH_ON_DELIVERY]
    if payee_for(producer).takes_transfers:
        methods.append(VIETQR)
    if operator_sells() and vnpay() is not None:
        methods.append(VNPAY)
    return methods
