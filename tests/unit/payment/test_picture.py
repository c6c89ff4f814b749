"""The picture on the page reads back as the payload."""

from __future__ import annotations

import re

import zxingcpp
from PIL import Image

from storefront.payment.picture import QUIET_ZONE, qr_svg
from storefront.payment.vietqr import build_payload

SCALE = 4


def _drawn(svg: str) -> Image.Image:
    size = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    image = Image.new("L", (size, size), 255)
    dark = re.search(r'fill="#000" d="([^"]*)"', svg)[1]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", dark):
        image.paste(0, (int(x), int(y), int(x) + int(width), int(y) + 1))
    return image.resize((size * SCALE, size * SCALE), Image.Resampling.NEAREST)


def test_a_reader_sees_the_payload():
    payload = build_payload(bin="970422", account="1234567890", amount=355_000, memo="DH7K2M9QXW")
    image = _drawn(qr_svg(payload, label="Mã"))
    assert zxingcpp.read_barcode(image).text == payload
    edge = QUIET_ZONE * SCALE
    assert image.crop((0, 0, image.width, edge)).getextrema() == (255, 255)


def test_the_label_is_escaped():
    assert "&lt;b&gt;" in qr_svg("x", label="<b>")
