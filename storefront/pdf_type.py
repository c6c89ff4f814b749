"""The type of every PDF the house makes: Be Vietnam Pro, embedded."""

from __future__ import annotations

from functools import cache

import fontpkg
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, SEMIBOLD = "BeVietnamPro", "BeVietnamPro-SemiBold"


@cache
def register_fonts() -> None:
    """Be Vietnam Pro with every Vietnamese letter; reportlab's own fonts lack two thirds of them."""
    for name, weight in ((REGULAR, 400), (SEMIBOLD, 600)):
        pdfmetrics.registerFont(TTFont(name, str(fontpkg.path("Be Vietnam Pro", weight=weight))))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=SEMIBOLD, italic=REGULAR, boldItalic=SEMIBOLD)
