"""What the ledger refuses, each refusal with a stable code and one Vietnamese sentence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from storefront import append_only
from storefront.errors import DomainError


class LedgerError(DomainError):
    """The ledger says no. `params` are the values named in the sentence."""

    def __init__(self, code: str, *, field: str = "", **params: Any) -> None:
        text = MESSAGES[code]
        super().__init__(text % params if params else text, code=code, field=field)
        self.params = params


class AppendOnlyError(append_only.AppendOnlyError):
    """Somebody tried to change or remove what may only be added to."""

    words = _("Sổ chỉ được ghi thêm: không sửa, không xoá bản ghi đã có. Ghi sai thì đính chính.")


#: Refusals an officer with the right may accept by giving a written reason.
ACCEPTABLE_CODES = frozenset({"score-contradicts-star", "authority-not-competent", "overlap"})

MESSAGES = {
    "star-below-three": _("Chỉ công nhận từ 3 sao trở lên, không công nhận %(star)s sao."),
    "star-unknown": _("Hạng sao phải là số từ 1 đến 5, không phải “%(star)s”."),
    "score-missing": _("Phải ghi tổng điểm, hoặc chấm đủ mọi tiêu chí để phần mềm cộng."),
    "score-inexact": _("Điểm phải là số thập phân chính xác (Decimal), không nhận số dấu phẩy động."),
    "score-invalid": _("Điểm phải từ 0 đến 100, nhiều nhất hai chữ số thập phân; “%(score)s” không hợp lệ."),
    "part-too-high": _("Điểm phần %(part)s là %(score)s, cao hơn mức tối đa %(top)s của %(rules)s."),
    "parts-do-not-add-up": _("Tổng ba phần A, B, C là %(total)s, khác tổng điểm %(score)s."),
    "council-missing": _("Phải ghi tên hội đồng đánh giá."),
    "tier-unknown": _("Cấp phải là huyện, tỉnh hoặc trung ương, không phải “%(tier)s”."),
    "criteria-set-unknown": _("%(rules)s không có bộ tiêu chí số %(number)s."),
    "sheet-unknown": _(
        "Chưa có phiếu điểm từng tiêu chí của bộ tiêu chí số %(number)s theo %(rules)s. Hãy ghi điểm ba phần A, B, C."
    ),
    "criterion-unknown": _("Phiếu điểm của bộ tiêu chí số %(number)s không có tiêu chí %(criterion)s."),
    "criterion-too-high": _(
        "Tiêu chí %(criterion)s (%(name)s) được %(score)s điểm, cao hơn mức tối đa %(top)s."
    ),
    "part-differs-from-criteria": _(
        "Điểm phần %(part)s ghi là %(score)s, nhưng các tiêu chí của phần này cộng lại là %(total)s."
    ),
    "least-not-reached": _("Chưa đạt mức tối thiểu của hạng %(star)s sao ở tiêu chí: %(codes)s."),
    "score-contradicts-star": _("%(score)s điểm thuộc khung %(band)s sao, không thể công nhận %(star)s sao."),
    "authority-not-competent": _(
        "Theo %(rules)s, ngày %(on)s công nhận %(star)s sao thuộc thẩm quyền %(competent)s, không phải %(tier)s."
    ),
    "revoker-not-competent": _("Theo %(rules)s, %(tier)s không có thẩm quyền thu hồi sản phẩm %(star)s sao."),
    "no-rule-set": _("Ngày %(on)s chưa có bộ tiêu chí OCOP nào có hiệu lực."),
    "decision-in-future": _("Quyết định đề ngày %(on)s, sau hôm nay (%(today)s)."),
    "decision-differs": _("Quyết định %(number)s ngày %(on)s đã có trong sổ với cấp ban hành là %(tier)s."),
    "decision-incomplete": _("Quyết định phải có ngày ký và cơ quan ban hành."),
    "evaluated-in-future": _("Ngày đánh giá %(on)s ở sau hôm nay (%(today)s)."),
    "reported-in-future": _("Năm công nhận %(year)s ở sau năm nay (%(now)s)."),
    "reported-too-early": _("Năm công nhận %(year)s có trước Chương trình OCOP (2018)."),
    "start-before-decision": _("Hiệu lực từ %(start)s, trước ngày ký quyết định (%(on)s)."),
    "end-before-start": _("Ngày hết hạn %(end)s không sau ngày bắt đầu %(start)s."),
    "term-too-long": _("Thời hạn từ %(start)s đến %(end)s dài hơn %(months)s tháng của %(rules)s."),
    "overlap": _(
        "Trùng thời gian với lần công nhận %(star)s sao từ %(start)s đến %(end)s (%(decision)s). "
        "Nếu là nâng hạng, hạ hạng hoặc công nhận lại thì chọn thay thế lần trước."
    ),
    "same-start": _(
        "Đã có lần công nhận %(star)s sao cũng bắt đầu ngày %(start)s (%(decision)s). Đính chính bản ghi cũ trước."
    ),
    "recorded-differently": _(
        "Lần công nhận này đã có trong sổ với %(what)s “%(old)s”, khác “%(new)s”. Đính chính bản ghi cũ trước."
    ),
    "nothing-to-extend": _("Ngày %(on)s sản phẩm không có lần công nhận nào còn hạn để gia hạn."),
    "extension-not-allowed": _("Chưa có quy định cho phép gia hạn vào ngày %(on)s."),
    "extension-not-transitional": _(
        "Chỉ gia hạn chuyển tiếp cho chứng nhận cấp trước %(on)s; chứng nhận này cấp ngày %(start)s."
    ),
    "extension-not-longer": _("Gia hạn đến %(until)s không sau ngày hết hạn hiện có (%(end)s)."),
    "extension-too-long": _("Gia hạn đến %(until)s vượt quá %(days)s ngày sau ngày hết hạn (%(end)s)."),
    "nothing-to-revoke": _("Sản phẩm chưa từng được công nhận nên không có gì để thu hồi."),
    "revoked-before-start": _("Ngày thu hồi %(on)s có trước lần công nhận đầu tiên (%(start)s)."),
    "already-revoked": _("Lần công nhận này đã bị thu hồi ngày %(on)s."),
    "batch-refused": _("Chưa thu hồi sản phẩm nào: %(count)s sản phẩm trong danh sách bị từ chối."),
    "ground-unknown": _("Không có căn cứ thu hồi “%(ground)s”."),
    "reason-missing": _("Phải ghi lý do."),
    "corrected-twice": _("Bản ghi này đã được đính chính rồi."),
    "correction-of-correction": _("Không đính chính một bản đính chính: hãy ghi lại thông tin đúng."),
    "exception-not-allowed": _("Chỉ cán bộ có quyền chấp nhận ngoại lệ mới được ghi kèm lý do."),
    "product-missing": _("Sản phẩm không còn trong danh mục."),
}
