"""The ways to pay a producer. The money goes to the producer itself; the shop holds none of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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
METHODS = {method.code: method for method in (CASH_ON_DELIVERY, VIETQR)}


def methods_for(producer: Any) -> list[Method]:
    """The ways a producer takes money; the first is the default."""
    return [CASH_ON_DELIVERY, *([VIETQR] if producer.takes_transfers else [])]
