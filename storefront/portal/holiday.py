"""Closed days: no new orders in them, by date alone. What was ordered before stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.producers.models import Producer
from storefront.audit import Line, log_line
from storefront.locks import locked
from storefront.portal.fields import day_field
from storefront.portal.shelf import HOLIDAY_ACTION, refuse_suspended

#: Longer is no holiday; a producer that stops selling says so to the office.
LONGEST = timedelta(days=180)


class HolidayForm(forms.Form):
    first = day_field(_("Nghỉ từ ngày"), required=False, help_text=_("Để trống là nghỉ ngay từ bây giờ."))
    last = day_field(
        _("Nghỉ đến hết ngày"), error_messages={"required": _("Hãy chọn ngày cuối cùng còn nghỉ.")}
    )
    message = forms.CharField(
        label=_("Lời nhắn cho người mua"),
        required=False,
        max_length=200,
        help_text=_("Ví dụ: Nhà nghỉ Tết, mùng 8 gửi hàng trở lại."),
    )

    def clean(self) -> dict[str, Any]:
        told, today = super().clean(), timezone.localdate()
        first, last = told.get("first"), told.get("last")
        if last and last < today:
            self.add_error("last", _("Ngày này đã qua. Hãy chọn từ hôm nay trở đi."))
        elif last and last > today + LONGEST:
            self.add_error("last", _("Nghỉ lâu nhất %(days)s ngày.") % {"days": LONGEST.days})
        if first and last and first > last:
            self.add_error("first", _("Ngày đầu phải trước hoặc trùng ngày cuối."))
        return told


def holiday_form(producer: Producer, data: Any = None) -> HolidayForm:
    """The form as the producer's holiday stands; one that is over is forgotten."""
    running = producer.closed_until is not None and producer.closed_until >= timezone.localdate()
    told = {
        "first": producer.closed_from if running else None,
        "last": producer.closed_until if running else None,
        "message": producer.closed_message if running else "",
    }
    return HolidayForm(data, initial=told, auto_id=f"{producer.slug}_%s")


def close(producer: Producer, *, first: date | None, last: date, message: str = "", by: Any) -> None:
    """Take no new orders from `first` (now) to `last`, both included. Raises `ShelfRefusedError` when suspended."""
    _write(producer, first, last, " ".join(message.split()), by)


def reopen(producer: Producer, *, by: Any) -> None:
    """Take orders again. Raises `ShelfRefusedError` when suspended."""
    _write(producer, None, None, "", by)


def _write(producer: Producer, first: date | None, last: date | None, message: str, by: Any) -> None:
    refuse_suspended(producer)
    with transaction.atomic():
        (current,) = locked(Producer.objects.filter(pk=producer.pk))
        current.closed_from, current.closed_until, current.closed_message = first, last, message
        current.save(update_fields=["closed_from", "closed_until", "closed_message"])
        told = {"first": first and first.isoformat(), "last": last and last.isoformat()}
        log_line(Line(current, HOLIDAY_ACTION, by, told))
