"""The paper: A4, running head and foot, styles, and the two drawings. No dossier in here, only how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from qr import symbols
from storefront.pdf_type import REGULAR, SEMIBOLD

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 22 * mm, 18 * mm, 24 * mm, 22 * mm
WIDTH = PAGE_WIDTH - LEFT - RIGHT

INK, QUIET, LINE = HexColor("#1d2822"), HexColor("#56625b"), HexColor("#d9d5c8")
LEAF, EARTH, PALE = HexColor("#1c6a45"), HexColor("#a8481f"), HexColor("#f4f2ea")

_BASE = ParagraphStyle("base", fontName=REGULAR, fontSize=9.25, leading=13.2, textColor=INK)
STYLES = {
    "eyebrow": ParagraphStyle("eyebrow", _BASE, fontName=SEMIBOLD, textColor=EARTH, spaceAfter=2),
    "title": ParagraphStyle("title", _BASE, fontName=SEMIBOLD, fontSize=19, leading=24, spaceAfter=6),
    "heading": ParagraphStyle(
        "heading",
        _BASE,
        fontName=SEMIBOLD,
        fontSize=12.5,
        leading=16,
        spaceBefore=16,
        spaceAfter=2,
        keepWithNext=1,
    ),
    "caption": ParagraphStyle(
        "caption",
        _BASE,
        fontName=SEMIBOLD,
        fontSize=9,
        leading=12,
        spaceBefore=9,
        spaceAfter=3,
        keepWithNext=1,
    ),
    "text": ParagraphStyle("text", _BASE, spaceAfter=4),
    "small": ParagraphStyle("small", _BASE, fontSize=8, leading=11, textColor=QUIET, spaceAfter=3),
    "under-symbol": ParagraphStyle("under-symbol", _BASE, fontSize=8, leading=11, alignment=TA_CENTER),
    "warning": ParagraphStyle(
        "warning", _BASE, fontName=SEMIBOLD, textColor=EARTH, spaceBefore=2, spaceAfter=6
    ),
    "label": ParagraphStyle("label", _BASE, textColor=QUIET),
    "head": ParagraphStyle("head", _BASE, fontName=SEMIBOLD, fontSize=7.75, leading=10, textColor=QUIET),
    "head-right": ParagraphStyle(
        "head-right",
        _BASE,
        fontName=SEMIBOLD,
        fontSize=7.75,
        leading=10,
        textColor=QUIET,
        alignment=TA_RIGHT,
    ),
    "cell": ParagraphStyle("cell", _BASE, fontSize=8.25, leading=11.25),
    "cell-right": ParagraphStyle("cell-right", _BASE, fontSize=8.25, leading=11.25, alignment=TA_RIGHT),
}


@dataclass(frozen=True)
class Running:
    """What stands at the head and foot of pages: head from the second page on."""

    head: str
    head_right: str
    foot: str
    page_of: str  # "Trang %(page)s / %(pages)s"
    watermark: str = ""


class RunningCanvas(Canvas):
    """Writes head, foot and "page of pages" once all pages are known."""

    running = Running("", "", "", "%(page)s / %(pages)s")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self._draw_running(number, len(self._pages))
            super().showPage()
        super().save()

    def _draw_running(self, page: int, pages: int) -> None:
        right = PAGE_WIDTH - RIGHT
        self.setStrokeColor(LINE)
        self.setLineWidth(0.5)
        self.setFillColor(QUIET)
        if page > 1:
            self.setFont(SEMIBOLD, 8)
            self.drawString(LEFT, PAGE_HEIGHT - 14 * mm, self.running.head)
            self.setFont(REGULAR, 8)
            self.drawRightString(right, PAGE_HEIGHT - 14 * mm, self.running.head_right)
            self.line(LEFT, PAGE_HEIGHT - 16.5 * mm, right, PAGE_HEIGHT - 16.5 * mm)
        self.line(LEFT, 16 * mm, right, 16 * mm)
        self.setFont(REGULAR, 8)
        self.drawString(LEFT, 11.5 * mm, self.running.foot)
        self.drawRightString(right, 11.5 * mm, self.running.page_of % {"page": page, "pages": pages})
        if self.running.watermark:
            self.setFillColor(EARTH)
            self.setFont(SEMIBOLD, 8)
            self.drawCentredString(PAGE_WIDTH / 2, 7.5 * mm, self.running.watermark)


class Symbol(Flowable):
    """A QR symbol as vectors, `side` points wide, quiet zone included."""

    def __init__(self, text: str, side: float) -> None:
        super().__init__()
        self.cells = symbols.matrix(text)
        self.width = self.height = side

    def draw(self) -> None:
        module = self.width / len(self.cells)
        path = self.canv.beginPath()
        for x, y, length in symbols.runs(self.cells):
            path.rect(x * module, self.height - (y + 1) * module, length * module, module)
        self.canv.setFillColor(INK)
        self.canv.drawPath(path, stroke=0, fill=1)


class Bar(Flowable):
    """A number drawn: `part` (0 to 1) of the room there is, as high as a line of a table."""

    def __init__(self, part: float) -> None:
        super().__init__()
        self.part = max(0.0, min(1.0, part))
        self.height = 8.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        return width, self.height

    def draw(self) -> None:
        self.canv.setFillColor(LEAF)
        self.canv.rect(0, 0.6, self.width * self.part, 6.2, stroke=0, fill=1)


class Squares(Flowable):
    """One square for each type of evidence: full (recorded), open (missing), dotted (kept by the producer)."""

    SIDE, GAP = 9.0, 4.0

    def __init__(self, states: list[str]) -> None:
        super().__init__()
        self.states = states
        self.width = len(states) * (self.SIDE + self.GAP)
        self.height = self.SIDE + 6

    def draw(self) -> None:
        for number, state in enumerate(self.states):
            self.canv.saveState()
            self.canv.setStrokeColor(QUIET if state == "outside" else LEAF)
            self.canv.setFillColor(LEAF)
            self.canv.setLineWidth(0.8)
            if state == "outside":
                self.canv.setDash(1.2, 1.4)
            left = number * (self.SIDE + self.GAP) + 0.5
            self.canv.rect(left, 3, self.SIDE, self.SIDE, stroke=1, fill=int(state == "recorded"))
            self.canv.restoreState()
