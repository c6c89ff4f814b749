"""A QR code as one inline SVG path: sharp at any size, printable, no request of its own."""

from __future__ import annotations

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET_ZONE = 4


def qr_svg(text: str, *, label: str) -> SafeString:
    """Return `<svg>` with `text` as a level-M QR code, four modules of white around it; `label` is read aloud."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text)
    matrix = code.get_matrix()
    return format_html(
        '<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>',
        size=len(matrix),
        label=label,
        path="".join(_runs(matrix)),
    )


def _runs(matrix: list[list[bool]]) -> list[str]:
    """Dark runs of every row as closed rectangles of height one."""
    runs = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            else:
                x += 1
    return runs
