"""Cut Be Vietnam Pro SemiBold to Latin-1 and Vietnamese, add a star, write WOFF2.

Run by hand after an upgrade of the font:  python docs/brand/build_font.py
Needs the development packages fontpkg-be-vietnam-pro, fonttools and brotli. The result is committed,
so neither a build step nor these packages are needed to run the shop. Licence of font and result: OFL.txt.
"""

from __future__ import annotations

import math
from pathlib import Path

import fontpkg_be_vietnam_pro
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[2] / "storefront" / "static" / "fonts"
SOURCE = Path(fontpkg_be_vietnam_pro.__file__).parent / "files" / "BeVietnamPro-SemiBold.ttf"
TARGET = FONTS / "be-vietnam-pro-semibold.woff2"
STAR = 0x2605

VIETNAMESE = "ĂăÂâĐđÊêÔôƠơƯư" + "".join(map(chr, range(0x1EA0, 0x1EFA)))
PUNCTUATION = "–—‘’“”…•‹›−×₫€→←↑↓✓"


def add_star(font: TTFont) -> None:
    """Draw U+2605 at the height of the capitals, so that the star ribbon looks the same on every device."""
    centre_x, centre_y, radius = 390, 352, 400
    pen = TTGlyphPen(None)
    for step in range(10):
        reach = radius if step % 2 == 0 else radius * 0.46
        angle = math.radians(90 - 36 * step)
        point = (round(centre_x + reach * math.cos(angle)), round(centre_y + reach * math.sin(angle)))
        (pen.moveTo if step == 0 else pen.lineTo)(point)
    pen.closePath()
    font.setGlyphOrder([*font.getGlyphOrder(), "blackstar"])
    font["glyf"]["blackstar"] = pen.glyph()
    font["hmtx"]["blackstar"] = (780, 10)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[STAR] = "blackstar"


def build() -> int:
    """Write the WOFF2 file and return its size in bytes."""
    font = TTFont(SOURCE)
    add_star(font)
    wanted = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | {STAR}
    wanted |= {ord(letter) for letter in VIETNAMESE + PUNCTUATION}
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "liga"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(TARGET)
    return TARGET.stat().st_size


if __name__ == "__main__":
    print(build())  # noqa: T201 -- a script run by hand
