"""QR symbols: the matrix of an address, drawn as SVG (millimetres) or PNG (whole pixels), and read back.

Written by `qrcode`, read by `zxing-cpp`: two engines that share no code, so that a symbol which passes was not
merely understood by its own author. Level M and no logo: at a fixed size a higher level makes smaller modules, which
phones read worse.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from xml.sax.saxutils import escape

import qrcode
import zxingcpp
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4  # modules, on every side, with nothing in it (ISO/IEC 18004)
SCREEN_MODULE = 0.508  # millimetres, for symbols that are downloaded one by one
PNG_WIDTH = 1000  # pixels at least, in whole pixels per module

Matrix = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=2048)
def matrix(text: str) -> Matrix:
    """The symbol for `text`, quiet zone included; True is dark. The smallest version that holds it at level M."""
    symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, box_size=1)
    symbol.add_data(text)
    symbol.make(fit=True)
    return tuple(tuple(bool(cell) for cell in row) for row in symbol.get_matrix())


def runs(cells: Matrix) -> list[tuple[int, int, int]]:
    """The dark modules as horizontal runs (column, row, length): one rectangle each, no seams between modules."""
    found: list[tuple[int, int, int]] = []
    for y, row in enumerate(cells):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                found.append((start, y, x - start))
            x += 1
    return found


def svg(text: str, *, title: str = "", module: float | None = SCREEN_MODULE, css_class: str = "") -> str:
    """The symbol as one SVG path on white. `module` is its module's width in millimetres; None leaves the size open."""
    cells = matrix(text)
    side = len(cells)
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in runs(cells))
    size = f' width="{side * module:.2f}mm" height="{side * module:.2f}mm"' if module else ""
    label = f'role="img" aria-label="{escape(title, {chr(34): "&quot;"})}"' if title else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"{size}'
        f"{f' class={chr(34)}{css_class}{chr(34)}' if css_class else ''} {label}"
        f' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>'
    )


def image(text: str, *, pixels: int = 4) -> Image.Image:
    """The symbol as a black and white picture, `pixels` to a module."""
    cells = matrix(text)
    side = len(cells)
    small = Image.frombytes("L", (side, side), bytes(0 if cell else 255 for row in cells for cell in row))
    return small.resize((side * pixels, side * pixels), Image.Resampling.NEAREST)


def png(text: str) -> bytes:
    """The symbol as PNG, at least `PNG_WIDTH` wide and ten whole pixels to a module."""
    pixels = max(10, -(-PNG_WIDTH // len(matrix(text))))
    out = BytesIO()
    image(text, pixels=pixels).convert("1").save(out, "PNG", optimize=True)
    return out.getvalue()


def read(picture: Image.Image) -> list[str]:
    """The texts of all QR symbols found in a picture."""
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return [each.text for each in found]


def is_readable(text: str) -> bool:
    """Whether the symbol drawn for `text` is read back as exactly `text`."""
    return read(image(text)) == [text]
