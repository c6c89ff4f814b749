"""What people may agree to, each thing by itself, and the words they agree to.

Handling an order needs no consent: it is told (the notice beside the form), not asked. Change a sentence here and
raise `TEXT_VERSION`: the log keeps the sentence a person saw together with its version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

TEXT_VERSION = "2026-11-22"
ADULT_AGE = 18


@dataclass(frozen=True)
class Purpose:
    """One use of personal data a person may agree to, or not, without losing anything else."""

    code: str
    title: Any
    sentence: Any


PURPOSES: tuple[Purpose, ...] = (
    Purpose(
        "newsletter",
        _("Bản tin"),
        _("Tôi đồng ý để sàn dùng địa chỉ thư của tôi gửi bản tin về sản phẩm OCOP và hội chợ."),
    ),
    Purpose(
        "livestream",
        _("Phiếu mua hàng của phiên livestream"),
        _(
            "Tôi đồng ý để sàn dùng địa chỉ thư và số điện thoại của tôi gửi phiếu giảm giá của phiên livestream."
        ),
    ),
)
BY_CODE = {purpose.code: purpose for purpose in PURPOSES}
AGE_SENTENCE = _("Tôi xác nhận đã đủ 18 tuổi. Đơn có đồ uống có cồn, không bán cho người dưới 18 tuổi.")
