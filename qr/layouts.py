"""Label sheets one can buy: their geometry on A4, in millimetres.

No database and no request in here: only numbers and the names an officer reads.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0

# Module sizes (mm) that fall on whole dots of common printers: .677 and .508 are 8 and 6 dots at 300 dpi,
# .423 is 5 dots at 300 and 10 at 600 dpi. GS1 General Specifications ask for .396 to .990 at the till.
MODULE_SIZES = (0.677, 0.508, 0.423)
SYMBOL_SHARE = 0.46
MARGIN = 1.2  # white left between the quiet zone and the cut


@dataclass(frozen=True)
class Layout:
    """One kind of sheet. Positions are those of the first label's upper left corner and of the pitch to the next."""

    name: str | Promise
    width: float
    height: float
    columns: int
    rows: int
    left: float
    top: float
    pitch_x: float
    pitch_y: float
    text_size: float  # points, of the product's name

    @property
    def per_page(self) -> int:
        return self.columns * self.rows

    def origin(self, slot: int) -> tuple[float, float]:
        """Upper left corner of label `slot` (0 is the first), row by row, from the page's upper left corner."""
        row, column = divmod(slot % self.per_page, self.columns)
        return self.left + column * self.pitch_x, self.top + row * self.pitch_y

    def module_size(self, modules: int) -> float | None:
        """The largest printable module for a symbol `modules` wide (quiet zone included); None when none fits.

        The symbol may take the label's height less a margin, and at most 46 % of its width, so that a
        name fits.
        """
        room = min(self.height - 2 * MARGIN, self.width * SYMBOL_SHARE)
        return next((size for size in MODULE_SIZES if size * modules <= room), None)

    def pages_for(self, labels: int, *, start_at: int = 1) -> int:
        """How many pages `labels` take when the first goes to label number `start_at`."""
        return -(-(labels + start_at - 1) // self.per_page)


# Geometry of the gLabels database 3.4.1 for the sheets named.
LAYOUTS: dict[str, Layout] = {
    "a4-24": Layout(_("24 tem 63,5 × 33,9 mm (L7159)"), 63.5, 33.9, 3, 8, 7.21, 12.9, 66.04, 33.9, 8.5),
    "a4-40": Layout(_("40 tem 45,7 × 25,4 mm (L7654)"), 45.7, 25.4, 4, 10, 10.0, 22.0, 48.5, 25.4, 6.5),
    "a4-65": Layout(_("65 tem 38,1 × 21,2 mm (L7651)"), 38.1, 21.2, 5, 13, 4.7, 10.9, 40.6, 21.2, 5.6),
}
