"""Papers on file that hold within the period, with their files."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from catalogue.producers.models import ComplianceDocument
from storefront.evidence.parts import Column, Fact, Section, Table, day
from storefront.evidence.sections.asked import Asked


def papers(asked: Asked) -> tuple[Section, list[ComplianceDocument]]:
    """The papers as a section, and the records themselves for their files."""
    kept = _papers(asked)
    held = [paper for paper in kept if _holds(paper, asked)]
    rows = tuple(_row(paper, asked) for paper in held)
    lacking_kinds = [
        str(label)
        for kind, label in ComplianceDocument.Kind.choices
        if kind != ComplianceDocument.Kind.OTHER and all(paper.kind != kind for paper in held)
    ]
    advice = _("Chưa có: %(kinds)s. Nếu chủ thể đã có, gửi bản chụp để nhập vào hồ sơ.")
    section = Section(
        key="giay-to",
        title=_("Giấy tờ"),
        facts=_facts(held, asked),
        tables=(Table("giay-to", _("Giấy tờ có hiệu lực trong kỳ"), _columns(), rows),),
        notes=_left_out(kept, held),
        lacking="" if held else _("Chưa có giấy tờ nào có hiệu lực trong kỳ này được lưu."),
        advice=advice % {"kinds": "; ".join(lacking_kinds)} if lacking_kinds else "",
        proofs=dict(Counter(paper.kind for paper in held)),
    )
    return section, held


def _papers(asked: Asked) -> list[ComplianceDocument]:
    """The product's own papers and those of its producer that serve every product."""
    general = Q(product=None, producer=asked.producer) if asked.producer else Q(pk=None)
    own = Q(product__in=asked.product_ids)
    return list(ComplianceDocument.objects.filter(own | general).order_by("kind", "issued_on", "pk"))


def _holds(paper: ComplianceDocument, asked: Asked) -> bool:
    """Whether the paper was in force on some day of the period. One without dates is taken as it stands."""
    begun = paper.issued_on is None or paper.issued_on <= asked.period.last
    return begun and paper.is_current(asked.period.first)


def _facts(held: list[ComplianceDocument], asked: Asked) -> tuple[Fact, ...]:
    if not held:
        return ()
    current = sum(paper.is_current(asked.period.last) for paper in held)
    return (
        Fact(_("Giấy tờ có hiệu lực trong kỳ"), len(held)),
        Fact(_("Còn hạn ngày %(day)s") % {"day": day(asked.period.last)}, current),
        Fact(_("Có tệp kèm theo"), sum(bool(paper.file) for paper in held)),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Loại giấy tờ"), 2),
        Column(_("Số"), 1.3),
        Column(_("Nơi cấp"), 1.6),
        Column(_("Ngày cấp"), 1),
        Column(_("Hết hạn"), 1.2),
        Column(_("Dùng cho"), 1.1),
        Column(_("Tệp"), 0.6),
    )


def _row(paper: ComplianceDocument, asked: Asked) -> tuple[Any, ...]:
    return (
        paper.get_kind_display(),
        paper.number or "–",
        paper.issuer or "–",
        day(paper.issued_on),
        _end(paper, asked),
        _("sản phẩm này") if paper.product_id else _("mọi sản phẩm"),
        PurePosixPath(paper.file.name).suffix.lstrip(".").upper() if paper.file else "–",
    )


def _end(paper: ComplianceDocument, asked: Asked) -> str:
    if paper.expires_on is None:
        return _("không ghi hạn")
    if paper.is_current(asked.period.last):
        return day(paper.expires_on)
    return _("đã hết hạn %(day)s") % {"day": day(paper.expires_on)}


def _left_out(kept: list[ComplianceDocument], held: list[ComplianceDocument]) -> tuple[str, ...]:
    left = len(kept) - len(held)
    if not left:
        return ()
    return (_("Không tính %(count)s giấy tờ không có hiệu lực ngày nào trong kỳ.") % {"count": left},)
