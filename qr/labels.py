"""Label sheets: vector PDF on A4, each symbol read back before anybody can download it.

No star is printed: a star ends, a label stays on the jar. The symbol answers for today.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from qr import symbols
from qr.errors import LabelError
from qr.layouts import LAYOUTS, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, Layout
from storefront.pdf_type import REGULAR, SEMIBOLD, register_fonts

MAX_LABELS = 1000  # in one file; more is more than one download
MAX_OFFSET = 10  # millimetres either way: what a printer's feed is off by, never a whole label
PROMPT = _("Quét để xem sao hôm nay")

SMALLEST_TYPE = 4.8  # points


@dataclass(frozen=True)
class Label:
    """What stands on one label: the address in the symbol, and words.

    `short_address` can be typed by whoever cannot scan; it is left out where it would have to be cut.
    """

    url: str
    name: str
    producer: str
    place: str
    short_address: str = ""


@dataclass(frozen=True)
class SheetOptions:
    """How the labels are laid out. `start_at` counts from 1; offsets in millimetres, right and down."""

    layout: str = "a4-24"
    copies: int = 1
    start_at: int = 1
    offset_x: Decimal = Decimal(0)
    offset_y: Decimal = Decimal(0)

    @property
    def geometry(self) -> Layout:
        return LAYOUTS[self.layout]


def check_sheet(labels: Sequence[Label], options: SheetOptions) -> None:
    """Raise LabelError when the sheet cannot be made as asked; symbols are read back here."""
    check_options(len(labels), options)
    for url in dict.fromkeys(label.url for label in labels):
        name = next(label.name for label in labels if label.url == url)
        if options.geometry.module_size(len(symbols.matrix(url))) is None:
            raise LabelError(
                _("Địa chỉ của “%(name)s” quá dài cho khổ tem này. Hãy chọn tem lớn hơn.") % {"name": name},
                code="symbol-too-large",
                field="layout",
            )
        if not symbols.is_readable(url):
            raise LabelError(
                _("Mã QR của “%(name)s” đọc lại không đúng, nên chưa in tờ nào. Hãy báo người vận hành.")
                % {"name": name},
                code="symbol-unreadable",
            )


def draw_sheet(labels: Sequence[Label], options: SheetOptions) -> bytes:
    """The sheet as PDF, `copies` of each label one after the other. Raises LabelError; then there is no file."""
    check_sheet(labels, options)
    register_fonts()
    out = BytesIO()
    canvas = Canvas(
        out, pagesize=(PAGE_WIDTH * mm, PAGE_HEIGHT * mm), pageCompression=1, initialFontName=REGULAR
    )
    canvas.setTitle(str(_("Tem QR Sao Làng")))
    canvas.setAuthor("Sao Làng")
    canvas.setViewerPreference("PrintScaling", "None")  # print at 100 %: "fit to page" moves every label
    _draw_symbols(canvas, labels, options.geometry)
    for page in _pages(labels, options):
        for slot, label in page:
            _draw_label(canvas, label, slot, options)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def check_options(count: int, options: SheetOptions) -> None:
    """Raise LabelError when `count` products cannot be laid out as asked."""
    layout = options.geometry
    if count == 0:
        raise LabelError(_("Chưa có sản phẩm nào để in tem."), code="no-products", field="products")
    if options.copies < 1 or count * options.copies > MAX_LABELS:
        raise LabelError(
            _(
                "Mỗi lần in nhiều nhất %(most)d tem; lựa chọn này cần %(count)d. Hãy chọn ít hơn hoặc chia nhiều lần."
            )
            % {"most": MAX_LABELS, "count": count * options.copies},
            code="too-many-labels",
            field="copies",
        )
    if not 1 <= options.start_at <= layout.per_page:
        raise LabelError(
            _("Tờ này có %(most)d tem: hãy bắt đầu từ tem số 1 đến %(most)d.") % {"most": layout.per_page},
            code="start-outside-sheet",
            field="start_at",
        )
    if max(abs(options.offset_x), abs(options.offset_y)) > MAX_OFFSET:
        raise LabelError(
            _("Chỉ lệch được nhiều nhất %(most)d mm.") % {"most": MAX_OFFSET},
            code="offset-too-large",
            field="offset_x",
        )


def _pages(labels: Sequence[Label], options: SheetOptions) -> Iterator[list[tuple[int, Label]]]:
    """The labels with their slot, page by page."""
    per_page = options.geometry.per_page
    every = [label for label in labels for _copy in range(options.copies)]
    placed = list(enumerate(every, start=options.start_at - 1))
    for first in range(0, options.start_at - 1 + len(every), per_page):
        yield [(slot, label) for slot, label in placed if first <= slot < first + per_page]


def _draw_symbols(canvas: Canvas, labels: Sequence[Label], layout: Layout) -> None:
    """Each symbol once, as a form the pages refer to: ten copies of a label cost one symbol."""
    for url in dict.fromkeys(label.url for label in labels):
        cells = symbols.matrix(url)
        module = (layout.module_size(len(cells)) or 0) * mm
        side = len(cells) * module
        canvas.beginForm(_form_name(url), 0, 0, side, side)
        path = canvas.beginPath()
        for x, y, length in symbols.runs(cells):
            path.rect(x * module, side - (y + 1) * module, length * module, module)
        canvas.setFillGray(0)
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.endForm()


def _draw_label(canvas: Canvas, label: Label, slot: int, options: SheetOptions) -> None:
    layout = options.geometry
    left, top = layout.origin(slot)
    side = (layout.module_size(len(symbols.matrix(label.url))) or 0) * len(symbols.matrix(label.url))
    left += float(options.offset_x)
    top += float(options.offset_y)
    canvas.saveState()
    canvas.translate((left + MARGIN) * mm, (PAGE_HEIGHT - top - (layout.height + side) / 2) * mm)
    canvas.doForm(_form_name(label.url))
    canvas.restoreState()
    # The symbol's quiet zone already stands between it and the words.
    width = (layout.width - side - 2 * MARGIN) * mm
    words = _fit_words(label, layout, width)
    block = sum(leading for _font, _size, leading, _grey, _text in words)
    y = (PAGE_HEIGHT - top - layout.height / 2) * mm + block / 2
    for font, size, leading, grey, text in words:
        y -= leading
        canvas.setFont(font, size)
        canvas.setFillGray(grey)
        canvas.drawString((left + MARGIN + side) * mm, y + size * 0.24, text)


Line = tuple[str, float, float, float, str]  # font, size, leading, grey, text


def _fit_words(label: Label, layout: Layout, width: float) -> list[Line]:
    """The words of a label, broken to `width`, shortened until they fit its height."""
    room = (layout.height - 2 * MARGIN) * mm
    big, small = layout.text_size, max(layout.text_size * 0.8, SMALLEST_TYPE)
    for name_lines, other_lines in ((4, 2), (3, 2), (3, 1), (2, 1), (1, 1)):
        lines = [
            *_block(label.name, SEMIBOLD, big, width, name_lines),
            *_block(label.producer, REGULAR, small, width, other_lines, gap=0.3),
            *_block(_unbroken(label.place, small, width), REGULAR, small, width, other_lines, grey=0.25),
            *_block(str(PROMPT), SEMIBOLD, small, width, 2, gap=0.45),
            *_short_address(label.short_address, small, width),
        ]
        if sum(line[2] for line in lines) <= room:
            break
    return lines


def _block(
    text: str, font: str, size: float, width: float, most: int, *, gap: float = 0.0, grey: float = 0.0
) -> list[Line]:
    """One kind of words in at most `most` lines; `gap` (of its size) stands above the first."""
    text = _tidy(text)
    over = pdfmetrics.stringWidth(text, font, size) / width
    if 1 < over <= 1.12:  # a hair too long: a hair smaller reads better than a word cut off
        size /= over * 1.001
    leading = size * 1.25
    return [
        (font, size, leading + (gap * size if number == 0 else 0), grey, line)
        for number, line in enumerate(_wrap(text, font, size, width, most))
    ]


def _tidy(text: str) -> str:
    """NFC with single spaces: a decomposed accent would be printed beside its letter."""
    return re.sub(r"[ \t\r\n]+", " ", unicodedata.normalize("NFC", text)).strip()


def _unbroken(place: str, size: float, width: float) -> str:
    """A place that breaks at its comma only, where its parts are short enough."""
    parts = _tidy(place).split(", ")
    if any(pdfmetrics.stringWidth(f"{part},", REGULAR, size) > width for part in parts):
        return place
    return ", ".join(part.replace(" ", "\u00a0") for part in parts)


def _short_address(text: str, size: float, width: float) -> list[Line]:
    """The address for typing, in smaller type if need be; left out rather than cut."""
    while text and size >= SMALLEST_TYPE - 0.2:
        if pdfmetrics.stringWidth(text, REGULAR, size) <= width:
            return [(REGULAR, size, size * 1.35, 0.25, text)]
        size -= 0.2
    return []


def _wrap(text: str, font: str, size: float, width: float, most: int) -> list[str]:
    """`text` in at most `most` lines of about the same length; what does not fit is cut with "…"."""
    words = text.split(" ")
    lines = _broken(words, font, size, width)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]}…"]
    else:
        narrower = width
        while len(lines) > 1 and narrower > width / 2:
            narrower *= 0.97
            tried = _broken(words, font, size, narrower)
            if len(tried) > len(lines):
                break
            lines = tried
    return [_shorten(line, font, size, width) for line in lines]


def _broken(words: list[str], font: str, size: float, width: float) -> list[str]:
    """As many words to a line as `width` takes, and at least one."""
    lines: list[str] = []
    for word in words:
        if lines and pdfmetrics.stringWidth(f"{lines[-1]} {word}", font, size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _shorten(line: str, font: str, size: float, width: float) -> str:
    if pdfmetrics.stringWidth(line, font, size) <= width:
        return line
    line = line.rstrip("…")
    while line and pdfmetrics.stringWidth(f"{line}…", font, size) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _form_name(url: str) -> str:
    return f"qr{sha256(url.encode()).hexdigest()[:16]}"
