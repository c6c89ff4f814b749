"""The dossier as a Vietnamese PDF one can sign, file and read aloud: text, not pictures of text."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, KeepTogether, LongTable, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid
from reportlab.platypus.tables import TableStyle

from catalogue.certification.wording import describe
from storefront.evidence.checklist import MISSING, OUTSIDE, RECORDED
from storefront.evidence.dossier import Dossier, title_of
from storefront.evidence.parts import Fact, Link, Section, Table, Value, day, tidy
from storefront.evidence.sheet import (
    BOTTOM,
    LEFT,
    LINE,
    PALE,
    RIGHT,
    STYLES,
    TOP,
    WIDTH,
    Bar,
    Running,
    RunningCanvas,
    Squares,
    Symbol,
)
from storefront.pdf_type import register_fonts

FRAME_PADDING = 6  # what reportlab's frame leaves on every side
CELL_PADDING = 4
_PLAIN_GRID = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]


def draw_report(dossier: Dossier) -> bytes:
    """The dossier on A4, in the language of the moment."""
    register_fonts()
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=(WIDTH + LEFT + RIGHT, 297 * mm),
        leftMargin=LEFT - FRAME_PADDING,
        rightMargin=RIGHT - FRAME_PADDING,
        topMargin=TOP,
        bottomMargin=BOTTOM,
        title=tidy(title_of(dossier)),
        author=tidy(settings.OCOP_OPERATOR["name"]),
        subject=_days(dossier),
        creator="Sao Làng",
        lang="vi-VN",
    )
    story = [*_opening(dossier), *_summary(dossier)]
    for number, section in enumerate(dossier.sections, start=1):
        story += _section(section, number, criteria=dossier.asking.names(section.key))
    story += _closing(dossier)
    document.build(story, canvasmaker=_canvas(dossier))
    return out.getvalue()


def _canvas(dossier: Dossier) -> type[RunningCanvas]:
    """The canvas with this dossier's head and foot."""
    producer = dossier.product.producer
    running = Running(
        head=_cut(dossier.product.title, 52),
        head_right=_cut(producer.name if producer else "", 48),
        foot=_cut(
            _("Lập ngày %(day)s từ dữ liệu đã ghi trên %(shop)s")
            % {"day": dossier.made_on, "shop": settings.OSCAR_SHOP_NAME},
            90,
        ),
        page_of=_("Trang %(page)s / %(pages)s"),
        watermark=_("Dữ liệu minh hoạ, không dùng làm hồ sơ") if dossier.product.illustrative else "",
    )
    return type("DossierCanvas", (RunningCanvas,), {"running": running})


def _opening(dossier: Dossier) -> list[Flowable]:
    """Title, who, what, which days; beside it the way to check."""
    product, producer = dossier.product, dossier.product.producer
    lines = [
        (_("Sản phẩm"), product.title),
        (_("Chủ thể"), producer.name if producer else "–"),
        (_("Loại hình"), producer.get_legal_form_display() if producer else "–"),
        (_("Nơi làm ra"), product.origin_label or "–"),
        (_("Kỳ minh chứng"), _days(dossier)),
        (_("Chứng nhận"), describe(dossier.status, dossier.period.last)),
    ]
    side = 32 * mm
    words = _pairs([(label, _paragraph(value)) for label, value in lines], WIDTH - side - 5 * mm)
    symbol = [
        Symbol(dossier.public_link, side),
        Paragraph(_linked(_("Quét để tự kiểm tra"), dossier.public_link), STYLES["under-symbol"]),
    ]
    head = Grid(
        [[words, symbol]],
        colWidths=[WIDTH - side, side],
        style=TableStyle([*_PLAIN_GRID, ("RIGHTPADDING", (-1, 0), (-1, -1), 0)]),
    )
    opening: list[Flowable] = [
        Paragraph(escape(tidy(settings.OSCAR_SHOP_NAME)), STYLES["eyebrow"]),
        Paragraph(_("Minh chứng cho kỳ đánh giá tới"), STYLES["title"]),
    ]
    if product.illustrative:
        opening.append(Paragraph(_("Dữ liệu minh hoạ, không dùng làm hồ sơ."), STYLES["warning"]))
    about = _(
        "Tài liệu này chỉ kể những gì nền tảng đã ghi được về sản phẩm trong kỳ, kèm địa chỉ để kiểm tra. "
        "Nó giúp chủ thể viết báo cáo tự đánh giá và không thay cho báo cáo ấy."
    )
    return [*opening, head, Spacer(0, 4), Paragraph(about, STYLES["text"])]


def _summary(dossier: Dossier) -> list[Flowable]:
    """The list of Mẫu 02 as squares and as words."""
    checklist = dossier.checklist
    parts = [
        Paragraph(
            escape(_("Theo danh mục minh chứng của %(name)s") % {"name": checklist.name}), STYLES["heading"]
        ),
        Paragraph(
            _("Nền tảng ghi nhận được %(recorded)s trong %(kept)s loại minh chứng nó có thể giữ.")
            % {"recorded": checklist.recorded, "kept": checklist.kept_here},
            STYLES["text"],
        ),
        Squares([item.state for item in checklist.items]),
        Spacer(0, 3),
    ]
    labels = {
        RECORDED: _("Có ghi nhận"),
        MISSING: _("Chưa ghi nhận"),
        OUTSIDE: _("Chủ thể tự chuẩn bị"),
    }
    told = [
        [
            Squares([state]),
            Paragraph(escape(label), STYLES["label"]),
            _paragraph("; ".join(item.name for item in checklist.items if item.state == state)),
        ]
        for state, label in labels.items()
        if any(item.state == state for item in checklist.items)
    ]
    widths = [6 * mm, 40 * mm, WIDTH - 46 * mm]
    parts += [Grid(told, colWidths=widths, style=TableStyle(_PLAIN_GRID), hAlign="LEFT"), Spacer(0, 4)]
    parts += [Paragraph(escape(tidy(line)), STYLES["small"]) for line in _sources(dossier)]
    return [KeepTogether(parts)]


def _sources(dossier: Dossier) -> list[str]:
    checklist, lines = dossier.checklist, []
    if not checklist.verified:
        lines.append(_("Danh mục: %(source)s. Chưa kiểm chứng.") % {"source": checklist.source})
    if dossier.asking.source:
        lines.append(_("Tiêu chí nêu dưới mỗi mục: %(source)s.") % {"source": dossier.asking.source})
    return lines


def _section(section: Section, number: int, *, criteria: str) -> list[Flowable]:
    head: list[Flowable] = [Paragraph(f"{number}. {escape(tidy(section.title))}", STYLES["heading"])]
    if criteria:
        told = _("Liên quan tiêu chí: %(names)s") % {"names": criteria}
        head.append(Paragraph(escape(tidy(told)), STYLES["small"]))
    if section.lacking:
        head.append(_paragraph(section.lacking))
    if section.facts:
        head.append(_facts(section.facts))
    parts: list[Flowable] = [KeepTogether(head)]
    for table in section.filled_tables:
        parts += [Paragraph(escape(tidy(table.title)), STYLES["caption"]), _grid(table)]
    ending = [Paragraph(escape(tidy(note)), STYLES["small"]) for note in section.notes]
    if section.advice:
        ending.append(Paragraph(escape(tidy(section.advice)), STYLES["text"]))
    return [*parts, Spacer(0, 4), *ending] if ending else parts


def _facts(facts: tuple[Fact, ...]) -> Grid:
    rows = []
    for fact in facts:
        note = f' <font color="#56625b" size="8">({escape(tidy(fact.note))})</font>' if fact.note else ""
        rows.append((fact.label, Paragraph(_markup(fact.value) + note, STYLES["text"])))
    return _pairs(rows, WIDTH)


def _pairs(rows: list[tuple[str, Flowable]], width: float) -> Grid:
    """Label and value beside each other."""
    label = 52 * mm
    style = TableStyle(
        [*_PLAIN_GRID, ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]
    )
    cells = [[Paragraph(escape(tidy(name)), STYLES["label"]), value] for name, value in rows]
    return Grid(cells, colWidths=[label, width - label], style=style, hAlign="LEFT")


def _grid(table: Table) -> Flowable:
    """A table whose head is repeated on each page and whose rows are not torn."""
    right = [column.numeric for column in table.columns]
    heads: list[Any] = [
        Paragraph(escape(tidy(column.head)), STYLES["head-right" if column.numeric else "head"])
        for column in table.columns
    ]
    rows = [
        [
            Paragraph(_markup(value), STYLES["cell-right" if numeric else "cell"])
            for value, numeric in zip(row, right, strict=True)
        ]
        for row in table.rows
    ]
    shares = [column.share for column in table.columns]
    if table.bars:
        heads.append("")
        shares.append(sum(shares))
        rows = [
            [*cells, Bar(row[-1] / table.most if isinstance(row[-1], int) else 0)]
            for cells, row in zip(rows, table.rows, strict=True)
        ]
    style = [
        *_PLAIN_GRID,
        ("BACKGROUND", (0, 0), (-1, 0), PALE),
        ("LEFTPADDING", (0, 0), (-1, -1), CELL_PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), CELL_PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
    ]
    widths = _widths(table, shares)
    return LongTable(
        [heads, *rows], colWidths=widths, repeatRows=1, style=TableStyle(style), splitInRow=0, hAlign="LEFT"
    )


def _widths(table: Table, shares: list[float]) -> list[float]:
    """The columns by their shares, none narrower than its longest word: a date is never broken."""
    cell, head = STYLES["cell"], STYLES["head"]
    least = [0.0] * len(shares)
    for place, column in enumerate(table.columns):
        texts = [(tidy(column.head), head), *((tidy(str(row[place])), cell) for row in table.rows)]
        words = [
            stringWidth(word, style.fontName, style.fontSize)
            for text, style in texts
            for word in text.split(" ")
        ]
        least[place] = min(max(words, default=0) + 2 * CELL_PADDING + 1, WIDTH / 4)
    widths = [WIDTH * share / sum(shares) for share in shares]
    wanting = sum(max(0.0, low - width) for low, width in zip(least, widths, strict=True))
    spare = sum(max(0.0, width - low) for low, width in zip(least, widths, strict=True))
    giving = min(1.0, wanting / spare) if spare else 0.0
    return [
        low if width < low else width - giving * (width - low)
        for low, width in zip(least, widths, strict=True)
    ]


def _closing(dossier: Dossier) -> list[Flowable]:
    """What the platform does not hold, and where the papers' files are."""
    outside = "; ".join(item.name for item in dossier.checklist.outside)
    lines = [
        _("Chủ thể tự chuẩn bị, nền tảng không giữ: %(names)s.") % {"names": outside},
        _("Tệp của các giấy tờ nằm trong tệp ZIP tải cùng chỗ với tài liệu này."),
        _("Không có dữ liệu cá nhân của người mua trong tài liệu này."),
    ]
    heading = Paragraph(_("Ngoài tài liệu này"), STYLES["heading"])
    return [KeepTogether([heading, *(_paragraph(line) for line in lines)])]


def _days(dossier: Dossier) -> str:
    return _("từ %(first)s đến hết %(last)s") % {
        "first": day(dossier.period.first),
        "last": day(dossier.period.last),
    }


def _paragraph(text: str) -> Paragraph:
    return Paragraph(escape(tidy(text)), STYLES["text"])


def _markup(value: Value) -> str:
    if isinstance(value, Link):
        return _linked(value.text, value.href)
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return escape(tidy(value))


def _linked(text: str, href: str) -> str:
    return f'<a href={quoteattr(href)} color="#1c6a45">{escape(tidy(text))}</a>'


def _cut(text: str, most: int) -> str:
    text = tidy(text)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
