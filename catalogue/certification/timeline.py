"""How a star came about, entry by entry, for people to read: newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from catalogue.certification.checks import show_day, show_score
from catalogue.certification.models import LedgerEntry
from catalogue.certification.rules import grounds
from catalogue.certification.status import (
    EVALUATED,
    EXTENDED,
    RECOGNISED,
    REPORTED,
    REVOKED,
    State,
    Status,
    certificate_status,
    standing,
    status_of,
)


@dataclass(frozen=True)
class Step:
    """One line of the timeline: `title` in bold, `remark` after it, `facts` small below it.

    `tone`: "now" (what counts today), "alarm" (taken away), "unproven" (claimed only), "" (history).
    """

    tone: str
    title: str
    remark: str = ""
    facts: list[str] = field(default_factory=list)

    @property
    def told(self) -> str:
        """The facts in a row."""
        return ", ".join(self.facts)


def steps_of(entries: Iterable[LedgerEntry], *, on: date) -> list[Step]:
    """Return the public history as of that day; what was corrected away is not told.

    Entries are read as given: prefetch their decisions and the product's place.
    """
    valid = standing(entries)
    current = status_of(valid, on=on)
    known = [entry for entry in valid if _day_of(entry) <= on]
    known.sort(key=lambda entry: (_day_of(entry), _WEIGHT[entry.kind], entry.id), reverse=True)
    return [_TELL[entry.kind](entry, valid, current, on) for entry in known]


#: Of two entries of one day, the one with more weight is told above.
_WEIGHT = {REPORTED: 0, EVALUATED: 1, RECOGNISED: 2, EXTENDED: 3, REVOKED: 4}


def _day_of(entry: LedgerEntry) -> date:
    if entry.effective_on:
        return entry.effective_on
    return date(entry.reported_year, 1, 1) if entry.reported_year else date.min


def _recognised(entry: LedgerEntry, valid: list[LedgerEntry], current: Status, on: date) -> Step:
    own = certificate_status(entry, valid, on=on)
    return Step(
        tone="now" if own.is_in_force and own.entry_id == current.entry_id else "",
        title=_("%(star)s sao") % {"star": entry.star},
        remark=_remark(entry, own, valid, on),
        facts=_told(
            _("%(start)s tới %(end)s")
            % {"start": show_day(entry.valid_from), "end": show_day(entry.valid_to)},
            *_decision(entry),
            _("%(score)s điểm") % {"score": show_score(entry.score)} if entry.score is not None else "",
            _place(entry),
        ),
    )


def _remark(entry: LedgerEntry, own: Status, valid: list[LedgerEntry], on: date) -> str:
    match own.state:
        case State.IN_FORCE:
            return _("đang có hiệu lực")
        case State.EXTENDED:
            return _("đang được gia hạn đến %(day)s") % {"day": show_day(own.valid_to)}
        case State.EXPIRED:
            return _("hết hạn ngày %(day)s") % {"day": show_day(own.valid_to)}
        case State.REVOKED:
            return _("bị thu hồi ngày %(day)s") % {"day": show_day(own.revoked_on)}
        case State.SUPERSEDED:
            following = next(
                (
                    other.star
                    for other in valid
                    if other.kind == RECOGNISED and other.valid_from == own.superseded_on
                ),
                entry.star,
            )
            if following == entry.star:
                return _("đã được công nhận lại")
            return _("thay bằng %(star)s sao") % {"star": following}
    return _("có hiệu lực từ %(day)s") % {"day": show_day(entry.valid_from)}


def _reported(entry: LedgerEntry, valid: list[LedgerEntry], current: Status, on: date) -> Step:
    return Step(
        tone="unproven",
        title=_("Được nêu là %(star)s sao") % {"star": entry.star}
        if entry.star
        else _("Được nêu là sản phẩm OCOP"),
        remark=_("chưa có minh chứng"),
        facts=_told(
            _("năm %(year)s") % {"year": entry.reported_year} if entry.reported_year else "",
            _("theo nguồn công khai: %(text)s") % {"text": entry.claim_text} if entry.claim_text else "",
            _("chưa thấy quyết định công nhận có ngày ký và thời hạn, nên không tính là sao còn hạn"),
        ),
    )


def _evaluated(entry: LedgerEntry, valid: list[LedgerEntry], current: Status, on: date) -> Step:
    return Step(
        tone="",
        title=_("Được đánh giá %(score)s điểm") % {"score": show_score(entry.score)},
        remark=_("đề nghị %(star)s sao") % {"star": entry.proposed_star} if entry.proposed_star else "",
        facts=_told(show_day(entry.effective_on), entry.council, entry.round_name),
    )


def _extended(entry: LedgerEntry, valid: list[LedgerEntry], current: Status, on: date) -> Step:
    return Step(
        tone="",
        title=_("Gia hạn đến %(day)s") % {"day": show_day(entry.valid_to)},
        facts=_told(show_day(entry.effective_on), *_decision(entry)),
    )


def _revoked(entry: LedgerEntry, valid: list[LedgerEntry], current: Status, on: date) -> Step:
    ground = grounds().get(entry.ground)
    return Step(
        tone="alarm" if current.state == State.REVOKED and current.revoked_on == entry.effective_on else "",
        title=_("Thu hồi %(star)s sao") % {"star": entry.star} if entry.star else _("Thu hồi"),
        remark=ground.name if ground else entry.ground,
        facts=_told(show_day(entry.effective_on), *_decision(entry)),
    )


def _decision(entry: LedgerEntry) -> list[str]:
    return [entry.decision.label, entry.decision.authority] if entry.decision else []


def _place(entry: LedgerEntry) -> str:
    """The place as certified, where it is not called the same today."""
    if entry.place_as_certified in {"", entry.product.origin_label}:
        return ""
    return _("nơi làm ra khi công nhận: %(place)s") % {"place": entry.place_as_certified}


def _told(*facts: str) -> list[str]:
    return [fact for fact in facts if fact]


_TELL = {
    RECOGNISED: _recognised,
    REPORTED: _reported,
    EVALUATED: _evaluated,
    EXTENDED: _extended,
    REVOKED: _revoked,
}
