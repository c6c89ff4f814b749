"""How the desk says things: ages, sums, and free text without the telephone numbers people write into it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storefront.told import money

HIDDEN = "•••"
_PHONE = re.compile(r"(?<![\w+])(?:\+?84|0)(?:[\s.\-]?\d){8,10}(?!\d)")
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


def span_in_words(span: timedelta) -> str:
    """Return whole days, below a day whole hours, below an hour minutes: `3 ngày`, `5 giờ`, `12 phút`."""
    span = max(span, timedelta())
    if span >= _DAY:
        return _("%(count)s ngày") % {"count": span // _DAY}
    if span >= _HOUR:
        return _("%(count)s giờ") % {"count": span // _HOUR}
    return _("%(count)s phút") % {"count": span // timedelta(minutes=1)}


def moment_in_words(at: datetime | None) -> str:
    """Return `14:05 21/11/2026` by our clock, a dash for None."""
    return "–" if at is None else date_format(timezone.localtime(at), "H:i d/m/Y")


def money_in_words(*, outstanding: int, excess: int) -> str:
    """What is still to come or must go back; a dash when the order is even."""
    if excess:
        return _("hoàn lại %(sum)s") % {"sum": money(excess)}
    return _("còn %(sum)s") % {"sum": money(outstanding)} if outstanding else "–"


def without_contacts(text: str) -> str:
    """Return `text` with telephone numbers and e-mail addresses hidden: what people write may carry both."""
    return _EMAIL.sub(HIDDEN, _PHONE.sub(HIDDEN, text))


def source_in_words(channel: str) -> str:
    """Who told of money, by the channel it was noted through; a gateway is called by its own name."""
    known = {
        "producer": _("Chủ thể ghi tay"),
        "refund": _("Chủ thể ghi đã hoàn"),
        "bank": _("Ngân hàng báo"),
        "vnpay": "VNPay",
    }
    return known.get(channel, channel)


def masked(address: str) -> str:
    """Return an e-mail address or a telephone as far as telling two apart needs: `h***@example.vn`, `***5678`."""
    if not address:
        return ""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}" if at else f"***{address[-4:]}"
