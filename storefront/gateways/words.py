"""What VNPay's answers mean, in words a shopper can act on."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WORDS: dict[str, Promise] = {
    "00": _("Giao dịch thành công."),
    "07": _("Tiền đã trừ nhưng VNPay đang xem xét giao dịch. Đừng trả lại lần nữa."),
    "09": _("Thẻ hoặc tài khoản chưa đăng ký ngân hàng trực tuyến."),
    "10": _("Xác thực thẻ hoặc tài khoản sai quá 3 lần."),
    "11": _("Đã hết thời gian chờ trả tiền."),
    "12": _("Thẻ hoặc tài khoản đang bị khoá."),
    "13": _("Mật khẩu xác thực (OTP) không đúng."),
    "24": _("Bạn đã huỷ giao dịch."),
    "51": _("Tài khoản không đủ số dư."),
    "65": _("Tài khoản đã quá hạn mức giao dịch trong ngày."),
    "75": _("Ngân hàng đang bảo trì."),
    "79": _("Nhập sai mật khẩu thanh toán quá số lần cho phép."),
}


def told_of_code(code: str) -> Promise:
    """The sentence for a response code; one sentence for all that are not in VNPay's table."""
    return _WORDS.get(code, _("Ngân hàng hoặc VNPay không thực hiện được giao dịch."))
