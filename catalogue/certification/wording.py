"""A status in plain words, the same on the product page, behind a code and in an e-mail."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.certification.checks import show_day
from catalogue.certification.models import LedgerEntry, Tier
from catalogue.certification.status import RECOGNISED, REPORTED, State, Status

STATE_LABELS = {
    State.IN_FORCE: gettext_lazy("Còn hạn"),
    State.EXTENDED: gettext_lazy("Được gia hạn"),
    State.EXPIRED: gettext_lazy("Hết hạn"),
    State.REVOKED: gettext_lazy("Bị thu hồi"),
    State.SUPERSEDED: gettext_lazy("Đã thay thế"),
    State.UNPROVEN: gettext_lazy("Chưa có minh chứng"),
    State.NEVER: gettext_lazy("Chưa công nhận"),
}


def describe(status: Status, on: date) -> str:
    """Return one sentence without a full stop: "5 sao OCOP, còn hạn đến 17/01/2028".

    `on` is the day the status was asked for; an end that lies behind it is told as such.
    """
    words = {
        "star": status.star or status.claimed_star,
        "until": show_day(status.valid_to) if status.valid_to else "",
        "revoked": show_day(status.revoked_on) if status.revoked_on else "",
        "superseded": show_day(status.superseded_on) if status.superseded_on else "",
        "on": show_day(on),
    }
    return _sentence(status) % words


def _sentence(status: Status) -> str:
    match status.state:
        case State.IN_FORCE:
            return _("%(star)s sao OCOP, còn hạn đến %(until)s")
        case State.EXTENDED:
            return _("%(star)s sao OCOP, được gia hạn đến %(until)s")
        case State.EXPIRED:
            return _("Sao đã hết hạn từ %(until)s, trước đó là %(star)s sao")
        case State.REVOKED:
            return _("Đã bị thu hồi ngày %(revoked)s, trước đó là %(star)s sao")
        case State.SUPERSEDED:
            return _("%(star)s sao OCOP, được thay bằng lần công nhận mới từ %(superseded)s")
        case State.UNPROVEN if status.claimed_star:
            return _(
                "Chưa có minh chứng: được nêu là %(star)s sao nhưng chưa thấy quyết định công nhận còn hạn"
            )
        case State.UNPROVEN:
            return _("Chưa có minh chứng: được nêu là sản phẩm OCOP nhưng chưa thấy quyết định công nhận")
    return _("Tính đến %(on)s chưa được công nhận sao OCOP")


def level_of(tier: str) -> str:
    """What people call a star by who gave it: "cấp quốc gia", "cấp tỉnh", "cấp huyện"."""
    if tier == Tier.MINISTRY:
        return _("cấp quốc gia")
    return str(Tier(tier).label) if tier in Tier.values else ""


def entry_state(entry: LedgerEntry) -> str | Promise:
    """The state of an entry annotated by `with_state`, in an officer's words; "–" for what has none."""
    if not entry.is_standing:
        return gettext_lazy("Đã đính chính")
    return STATE_LABELS[State(entry.state)] if entry.kind in {RECOGNISED, REPORTED} else "–"
