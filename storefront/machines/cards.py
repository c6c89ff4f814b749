"""The picture a chat or a network shows for a shared address: name, maker, and the star as of today.

The address carries a key of everything on the picture, the state of the star among it. When a star ends, the key is
another one: a page names the new address, and whoever asks for the old one is led to it, so that nothing drawn
yesterday says today what is no longer true.
"""

from __future__ import annotations

import hashlib
import io
import math
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import fontpkg
from django.core.files.storage import default_storage
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from catalogue.certification.status import Status
from storefront.told import day

WIDTH, HEIGHT = 1200, 630
_MARGIN, _SIDE, _BAR = 64, 470, 64
#: Raised when the drawing changes: old addresses then lead on to new ones.
_DRAWING = 1
PAPER, INK, QUIET, LEAF, GOLD, EARTH = "#fffdf8", "#1d2b24", "#5b665f", "#1f4d36", "#f2c14e", "#a4502c"


@dataclass(frozen=True)
class Card:
    """What a shared picture says. `picture`: a stored file, or "" for none."""

    title: str
    above: str = ""
    below: str = ""
    star: int = 0
    note: str = ""
    picture: str = ""

    @property
    def key(self) -> str:
        """Sixteen digits of everything that is drawn."""
        told = repr((_DRAWING, get_language(), *[getattr(self, each.name) for each in fields(self)]))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def product_card(product: Any, status: Status) -> Card:
    """A product's. Reads what its page has prefetched."""
    picture = next(iter(product.images.all()), None)
    return Card(
        title=product.title,
        above=product.producer.name if product.producer else "",
        below=product.origin_label,
        **_star(status),
        picture=picture.original.name if picture else "",
    )


def producer_card(producer: Any) -> Card:
    """A producer's: its star is its products', so it shows none of its own."""
    above = producer.get_legal_form_display() if producer.legal_form != "unknown" else ""
    return Card(title=producer.name, above=above, below=producer.place_label)


def story_card(page: Any, status: Status | None) -> Card:
    """A story's, with the star of the product it tells of."""
    star = _star(status) if status else {}
    cover = page.cover.file.name if page.cover else ""
    return Card(title=page.title, above=_("Chuyện làng"), below=page.place_label, **star, picture=cover)


def _star(status: Status) -> dict[str, Any]:
    if not status.is_in_force or not status.star or status.valid_to is None:
        return {}
    until = day(status.valid_to)
    words = _("%(star)s sao OCOP") % {"star": status.star}
    return {
        "star": status.star,
        "note": _("%(words)s, còn hạn đến %(until)s") % {"words": words, "until": until},
    }


def draw_card(card: Card) -> bytes:
    """Return the picture as JPEG, 1200 × 630."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, HEIGHT - _BAR, WIDTH, HEIGHT), fill=LEAF)
    pen.text((_MARGIN, HEIGHT - _BAR // 2), "Sao Làng", font=_font(30), fill=PAPER, anchor="lm")
    picture, left = _square(card.picture), _MARGIN
    if picture is not None:
        sheet.paste(picture, (_MARGIN, (HEIGHT - _BAR - _SIDE) // 2), _rounded(_SIDE, 24))
        left += _SIDE + 48
    lines = _lines(card, WIDTH - _MARGIN - left, is_wide=picture is None)
    ribbon = _ribbon(card.star) if card.star else None
    height = sum(line.height for line in lines) + (ribbon.height + 18 if ribbon else 0)
    y = max(24, (HEIGHT - _BAR - height) // 2)
    for line in lines:
        if ribbon and line.is_note:
            sheet.paste(ribbon, (left, y), ribbon)
            y += ribbon.height + 18
        pen.text((left, y), line.text, font=_font(line.size), fill=line.fill)
        y += line.height
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=84, progressive=True, optimize=True)
    return out.getvalue()


@dataclass(frozen=True)
class _Line:
    text: str
    size: int
    fill: str
    gap: int = 0
    is_note: bool = False

    @property
    def height(self) -> int:
        return round(self.size * 1.28) + self.gap


def _lines(card: Card, room: int, *, is_wide: bool) -> list[_Line]:
    """Everything written, from above; a long name is written smaller."""
    large, small = (72, 56) if is_wide else (54, 44)
    size = large if len(wrapped(card.title, _font(large), room, 9)) <= 3 else small
    parts = [
        (card.above, 28, EARTH, 1, 10),
        (card.title, size, INK, 4, 14),
        (card.below, 28, QUIET, 2, 26),
        (card.note, 26, LEAF, 1, 0),
    ]
    found: list[_Line] = []
    for text, size, fill, most, gap in parts:
        written = wrapped(text, _font(size), room, most)
        last = len(written) - 1
        found += [
            _Line(line, size, fill, gap if number == last else 0, text == card.note)
            for number, line in enumerate(written)
        ]
    return found


def _ribbon(stars: int) -> Image.Image:
    """The star ribbon of the site, dark leaf with gold stars; drawn large and made small, so that no edge is rough."""
    fine = 4
    width, height = (44 * stars + 58) * fine, 58 * fine
    ribbon = Image.new("RGBA", (width, height))
    pen = ImageDraw.Draw(ribbon)
    pen.polygon([(0, 0), (width, 0), (width - 18 * fine, height // 2), (width, height), (0, height)], LEAF)
    for number in range(stars):
        centre, corners = ((32 + 44 * number) * fine, height // 2), []
        for step in range(10):
            turn, length = math.pi * (-0.5 + step / 5), 18 * fine * (1 if step % 2 == 0 else 0.42)
            corners.append((centre[0] + math.cos(turn) * length, centre[1] + math.sin(turn) * length))
        pen.polygon(corners, GOLD)
    return ribbon.resize((width // fine, height // fine), Image.Resampling.LANCZOS)


def _rounded(side: int, radius: int) -> Image.Image:
    """A mask with the corners of the site's pictures."""
    mask = Image.new("L", (side * 2, side * 2))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, side * 2 - 1, side * 2 - 1), radius * 2, fill=255)
    return mask.resize((side, side), Image.Resampling.LANCZOS)


def wrapped(text: str, font: Any, room: int, lines: int) -> list[str]:
    """Break `text` between words so that each line fits into `room` pixels; what is too much ends in “…”."""
    kept: list[str] = []
    for word in text.split():
        longer = f"{kept[-1]} {word}" if kept else word
        if kept and font.getlength(longer) <= room:
            kept[-1] = longer
        else:
            kept.append(word)
    shown = kept[:lines]
    if len(kept) > lines:
        shown[-1] += " …"
    return [_cut(line, font, room) for line in shown]


def _cut(line: str, font: Any, room: int) -> str:
    while line and font.getlength(line) > room:
        line = line.rstrip("… ")[:-1].rstrip() + "…"
        if line == "…":
            break
    return line


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """Be Vietnam Pro SemiBold, under the Open Font License, from the package the labels are printed with."""
    return ImageFont.truetype(str(fontpkg.path("Be Vietnam Pro", weight=600)), size)


def _square(name: str) -> Image.Image | None:
    """Return the middle of a stored picture as a square, or None when it cannot be read."""
    if not name:
        return None
    try:
        with default_storage.open(name) as stored, Image.open(stored) as opened:
            opened.draft("RGB", (_SIDE, _SIDE))
            picture: Image.Image = opened.convert("RGB")
    except (OSError, ValueError, SyntaxError):
        return None
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    return picture.crop((left, top, left + side, top + side)).resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
