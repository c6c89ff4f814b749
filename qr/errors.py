"""What the code and label screens may refuse, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.errors import DomainError


class CodeError(DomainError):
    """A code cannot be issued or retired."""


class LabelError(DomainError):
    """A sheet of labels cannot be made; nothing is printed and nothing is recorded."""


# One sentence for each way an address can break a GS1 rule (`GS1Error.code`).
GS1_MESSAGES: dict[str, str | Promise] = {
    "gtin-digits": _("Mã GTIN chỉ gồm chữ số."),
    "gtin-length": _("Mã GTIN phải có 8, 12, 13 hoặc 14 chữ số."),
    "gtin-check-digit": _(
        "Chữ số cuối của mã GTIN không khớp các chữ số trước: có lẽ một chữ số bị gõ nhầm."
    ),
    "key-missing": _("Địa chỉ này không theo dạng GS1 Digital Link."),
    "key-unsupported": _("Trang này chỉ tra được mã sản phẩm (GTIN)."),
    "sequence": _("Các phần sau mã GTIN phải theo thứ tự 22 (biến thể), 10 (lô), 21 (số sê-ri)."),
    "value": _("Số lô hoặc số sê-ri có ký tự không được phép, hoặc dài quá 20 ký tự."),
    "ai-duplicated": _("Một phần của địa chỉ được ghi hai lần."),
    "ai-belongs-in-path": _("Số lô và số sê-ri phải nằm trong đường dẫn, không nằm sau dấu hỏi."),
    "ai-unknown": _("Địa chỉ có một mã thông tin mà GS1 không định nghĩa."),
    "characters": _("Địa chỉ có ký tự không được phép."),
}
