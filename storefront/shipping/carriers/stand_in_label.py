"""The label the stand-in carrier prints: A6, the number as a bar code, and the word that it is none of a real one."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A6
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from storefront.pdf_type import REGULAR, SEMIBOLD, register_fonts
from storefront.vietnamese import format_dong

_MARGIN = 7 * mm
_TEXT = ParagraphStyle("text", fontName=REGULAR, fontSize=8.5, leading=11.5)
_BOLD = ParagraphStyle("bold", _TEXT, fontName=SEMIBOLD, fontSize=10.5, leading=14)


def draw_label(number: str, told: dict[str, Any]) -> bytes:
    """A PDF of one page for a parcel as it was booked."""
    register_fonts()
    out = BytesIO()
    sender, recipient = told["sender"], told["recipient"]
    lines = [
        ("Bên vận chuyển minh hoạ: không phải vận đơn thật", _TEXT),
        (number, _BOLD),
        (f"Đơn {told['reference']} · {told['grams']} g", _TEXT),
        (f"Người gửi: {sender['name']}, {sender['phone']}", _TEXT),
        (sender["address"], _TEXT),
        (f"Người nhận: {recipient['name']}", _BOLD),
        (recipient["phone"], _BOLD),
        (recipient["address"], _TEXT),
        (f"Thu hộ: {format_dong(told['collect'])}" if told["collect"] else "Không thu tiền", _BOLD),
    ]
    story = [Code128(number, barHeight=16 * mm, barWidth=0.34 * mm), Spacer(1, 3 * mm)]
    story += [Paragraph(escape(text), style) for text, style in lines]
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), _MARGIN)
    SimpleDocTemplate(out, pagesize=A6, title=number, lang="vi-VN", **margins).build(story)
    return out.getvalue()
