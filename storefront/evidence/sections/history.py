"""What the ledger says up to the last day of the period."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.certification.checks import show_score
from catalogue.certification.numbers import show_number
from catalogue.certification.rules import grounds
from catalogue.certification.status import (
    EVALUATED,
    EXTENDED,
    RECOGNISED,
    REVOKED,
    certificate_status,
    standing,
    status_of,
)
from catalogue.certification.wording import STATE_LABELS, describe
from storefront.evidence.parts import Column, Fact, Link, Section, Table, address, day, days
from storefront.evidence.sections.asked import Asked


def history(asked: Asked) -> Section:
    """Certificates, what ended or prolonged them, and evaluations; the whole history, not the period alone."""
    last = asked.period.last
    known = [
        entry for entry in standing(asked.entries) if entry.effective_on is None or entry.effective_on <= last
    ]
    known.sort(key=lambda entry: (entry.effective_on or entry.recorded_at.date(), entry.pk), reverse=True)
    tables = (_certificates(known, asked), _changes(known), _evaluations(known))
    status = status_of(asked.entries, on=last)
    nothing = not any(table.rows for table in tables)
    return Section(
        key="chung-nhan",
        title=_("Lịch sử chứng nhận"),
        facts=(Fact(_("Ngày %(day)s") % {"day": day(last)}, describe(status, last)),),
        tables=tables,
        lacking=_("Sổ chứng nhận chưa có quyết định công nhận hay kết quả đánh giá nào.") if nothing else "",
        advice=_("Gửi quyết định công nhận cho Văn phòng điều phối để nhập vào sổ.") if nothing else "",
    )


def _certificates(known: list[Any], asked: Asked) -> Table:
    rows = []
    for entry in known:
        if entry.kind != RECOGNISED:
            continue
        state = certificate_status(entry, asked.entries, on=asked.period.last)
        page = address(reverse("register:certificate", args=[entry.pk]))
        rows.append(
            (
                Link(show_number(entry.pk), page),
                _("%(star)s sao") % {"star": entry.star},
                f"{entry.decision.label}, {entry.decision.authority}",
                days(entry.valid_from, entry.valid_to),
                str(STATE_LABELS[state.state]),
            )
        )
    columns = (
        Column(_("Số đăng ký"), 1.1),
        Column(_("Hạng"), 0.8),
        Column(_("Quyết định"), 3),
        Column(_("Từ ngày, đến trước ngày"), 1.7),
        Column(_("Tình trạng"), 1.2),
    )
    return Table("cong-nhan", _("Các lần công nhận"), columns, tuple(rows))


def _changes(known: list[Any]) -> Table:
    rows = []
    for entry in known:
        if entry.kind == EXTENDED:
            told = _("Gia hạn đến %(day)s") % {"day": day(entry.valid_to)}
        elif entry.kind == REVOKED:
            ground = grounds().get(entry.ground)
            told = _("Thu hồi: %(ground)s") % {"ground": ground.name if ground else entry.ground}
        else:
            continue
        rows.append((day(entry.effective_on), told, f"{entry.decision.label}, {entry.decision.authority}"))
    columns = (Column(_("Ngày"), 0.8), Column(_("Việc"), 2.4), Column(_("Quyết định"), 2.4))
    return Table("gia-han-thu-hoi", _("Gia hạn, thu hồi"), columns, tuple(rows))


def _evaluations(known: list[Any]) -> Table:
    def points(value: Any) -> str:
        return "–" if value is None else show_score(value)

    rows = [
        (
            day(entry.effective_on),
            ", ".join(part for part in (entry.council, entry.round_name) if part),
            points(entry.part_a),
            points(entry.part_b),
            points(entry.part_c),
            points(entry.score),
        )
        for entry in known
        if entry.kind == EVALUATED
    ]
    columns = (
        Column(_("Ngày"), 1),
        Column(_("Hội đồng"), 3),
        *(Column(_("Phần %(part)s") % {"part": part}, 0.7, numeric=True) for part in "ABC"),
        Column(_("Tổng điểm"), 0.9, numeric=True),
    )
    return Table("danh-gia", _("Các lần đánh giá"), columns, tuple(rows))
