"""How far a promotion may go: half the price just before it, unless an authority's event lifts that.

NĐ 81/2018/NĐ-CP art. 6 and 7 (as amended); what is not verified stands in docs/promotions.md and is a setting.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.offers.days import counted, over_the_year, total


def cap_of(promotion: Any, *, on: Any) -> int:
    """The most a promotion may take off on a day, in percent of the price just before it."""
    event = promotion.event if promotion is not None and promotion.event_id else None
    usual = settings.OCOP_PROMOTION_CAP
    return max(usual, event.cap) if event is not None and event.runs(on) else usual


def allowance(*, before: int, now: int, cap: int) -> int:
    """Đồng that may come off one piece that costs `now` and cost `before` just before the promotion.

    What was taken off the list price since then counts as part of the reduction; what was put on gives no room.
    """
    lowest = before - before * cap // 100
    return max(0, min(now, before) - lowest)


def check_promotion(promotion: Any) -> None:
    """Raise `ValidationError` for a promotion the rules do not allow, by field."""
    errors: dict[str, Any] = {}
    begins, ends = promotion.begins, promotion.ends
    if begins and ends and ends <= begins:
        errors["ends"] = _("Lúc kết thúc phải sau lúc bắt đầu.")
    if promotion.borne_by == "sponsor" and not promotion.sponsor.strip():
        errors["sponsor"] = _("Hãy ghi tên nhà tài trợ chịu phần giảm này.")
    if promotion.borne_by == "producer" and promotion.producer_id is None:
        errors["producer"] = _("Chủ thể chịu phần giảm thì phải chọn chủ thể nào.")
    if promotion.value and not errors:
        errors.update(_value_errors(promotion))
    if begins and ends and "ends" not in errors:
        errors.update(_time_errors(promotion))
    if errors:
        raise ValidationError(errors)


def _value_errors(promotion: Any) -> dict[str, Any]:
    if promotion.kind != "amount" and promotion.value > 100:
        return {"value": _("Phần trăm nhiều nhất là 100.")}
    if promotion.kind == "delivery":
        return {}
    cap = _cap_throughout(promotion)
    if promotion.kind == "percent" and promotion.value > cap:
        words = _(
            "Mức giảm nhiều nhất là %(cap)d %% giá ngay trước khuyến mại; chỉ chương trình khuyến mại tập trung "
            "diễn ra suốt thời gian này mới cho giảm thêm."
        )
        return {"value": words % {"cap": cap}}
    if promotion.kind == "amount" and promotion.minimum * cap < promotion.value * 100:
        words = _(
            "Giảm %(value)d ₫ thì tiền hàng ít nhất phải từ %(minimum)d ₫, để không giảm quá %(cap)d %%."
        )
        least = -(-promotion.value * 100 // cap)
        return {"minimum": words % {"value": promotion.value, "minimum": least, "cap": cap}}
    return {}


def _cap_throughout(promotion: Any) -> int:
    """The cap that holds on every day of the promotion: an event lifts it only when it runs all the time."""
    event = promotion.event if promotion.event_id else None
    usual = settings.OCOP_PROMOTION_CAP
    if event is None or not (promotion.begins and promotion.ends):
        return usual
    first, last = timezone.localdate(promotion.begins), timezone.localdate(_last_moment(promotion.ends))
    return max(usual, event.cap) if event.runs(first) and event.runs(last) else usual


def _last_moment(ends: Any) -> Any:
    return ends - timedelta(microseconds=1)


def _time_errors(promotion: Any) -> dict[str, Any]:
    most = settings.OCOP_PROMOTION_DAYS
    if not most:
        return {}
    if total(counted(promotion)) > timedelta(days=most):
        return {"ends": _("Một chương trình giảm giá dài nhất %(days)d ngày.") % {"days": most}}
    over = over_the_year(promotion, most=most)
    if over is None:
        return {}
    words = _(
        "Năm %(year)d có sản phẩm sẽ được giảm giá %(days)d ngày, cộng cả: %(others)s. Một năm nhiều nhất "
        "%(most)d ngày, không kể trong chương trình khuyến mại tập trung."
    )
    told = {"year": over.year, "days": over.days, "others": ", ".join(over.others), "most": most}
    return {"ends": words % told}
