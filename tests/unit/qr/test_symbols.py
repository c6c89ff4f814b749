"""Symbols: quiet zone, sizes, and what is drawn is what is read."""

import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from qr import symbols

ADDRESSES = [
    "https://saolang.example/p/ABCD2345",
    "https://saolang.example/01/08935001234560",
    "https://saolang.example/01/09506000134376/10/A%2FB/21/XYZ123?17=271231",
    "http://127.0.0.1:8000/p/ZZZZ9999",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_symbol_is_read_back_by_another_engine(address):
    assert symbols.read(symbols.image(address)) == [address]
    assert symbols.is_readable(address)


def test_symbol_that_reads_as_something_else_is_not_readable(monkeypatch):
    monkeypatch.setattr(
        symbols, "matrix", lambda _text, real=symbols.matrix: real("https://elsewhere.example")
    )
    assert not symbols.is_readable(ADDRESSES[0])


@pytest.mark.parametrize("address", ADDRESSES)
def test_quiet_zone_is_four_white_modules_on_every_side(address):
    cells = symbols.matrix(address)
    side = len(cells)
    for y, row in enumerate(cells):
        for x, dark in enumerate(row):
            if min(x, y, side - 1 - x, side - 1 - y) < 4:
                assert not dark


def test_short_addresses_stay_at_version_3():
    assert len(symbols.matrix(ADDRESSES[0])) == 29 + 2 * symbols.QUIET_ZONE


def test_svg_says_its_size_in_millimetres_by_its_view_box():
    drawn = ElementTree.fromstring(symbols.svg(ADDRESSES[0], title='Mã "A" <B>'))  # noqa: S314 -- our own
    assert drawn.get("viewBox") == "0 0 37 37"
    assert drawn.get("width") == drawn.get("height") == "18.80mm"
    assert drawn.get("aria-label") == 'Mã "A" <B>'


@pytest.mark.parametrize("address", ADDRESSES)
def test_svg_path_drawn_module_by_module_is_read(address):
    text = symbols.svg(address)
    side = int(re.search(r'viewBox="0 0 (\d+)', text)[1])
    picture = Image.new("L", (side * 4, side * 4), 255)
    path = re.search(r'<path d="([^"]+)"', text)[1]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        picture.paste(0, (int(x) * 4, int(y) * 4, (int(x) + int(length)) * 4, (int(y) + 1) * 4))
    assert symbols.read(picture) == [address]


@pytest.mark.parametrize("address", ADDRESSES)
def test_png_has_whole_pixels_and_is_read(address):
    picture = Image.open(BytesIO(symbols.png(address)))
    pixels, rest = divmod(picture.width, len(symbols.matrix(address)))
    assert (rest, picture.width) == (0, picture.height)
    assert pixels >= 10
    assert picture.width >= symbols.PNG_WIDTH
    assert symbols.read(picture.convert("L")) == [address]
