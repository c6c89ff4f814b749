"""Where the header of a list stands: one row, or a row of headings over a row of parts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from catalogue.importing.cells import Cell, plain_text
from catalogue.importing.columns import fold_heading
from catalogue.importing.headings import FEWEST_HEADINGS, HEADER_SEARCH_ROWS, Meanings, count_known

# "Số" and "Ngày" below a heading that speaks of a decision.
_OF_A_DECISION = {
    "so": "Số quyết định",
    "so hieu": "Số quyết định",
    "ngay": "Ngày quyết định",
    "ngay thang": "Ngày quyết định",
    "ngay thang nam": "Ngày quyết định",
    "co quan": "Cơ quan quyết định",
}


@dataclass(frozen=True)
class HeaderPlace:
    """Index of the first and of the last row of a header, and its headings by place."""

    first: int
    last: int
    headings: tuple[str, ...]


def find_header(rows: Sequence[Sequence[Cell]], *, meanings: Meanings) -> HeaderPlace | None:
    """Return where the header stands: the row, or the two rows, that name most columns.

    One row before two, the first before later ones; `None` when nothing names two columns.
    """
    looked_at = rows[:HEADER_SEARCH_ROWS]
    counts = [count_known(row, meanings=meanings) for row in looked_at]
    best, place = max(counts, default=0), None
    if best >= FEWEST_HEADINGS:
        index = counts.index(best)
        place = HeaderPlace(index, index, tuple(plain_text(cell) for cell in looked_at[index]))
    for index, (upper, lower) in enumerate(zip(looked_at, rows[1 : len(looked_at) + 1], strict=False)):
        if counts[index] == 0 or not all(cell is None or isinstance(cell, str) for cell in lower):
            continue
        headings = _under_each_other(upper, lower, meanings=meanings)
        count = count_known(headings, meanings=meanings)
        if count > best and count >= FEWEST_HEADINGS:
            best, place = count, HeaderPlace(index, index + 1, tuple(headings))
    return place


def _under_each_other(upper: Sequence[Cell], lower: Sequence[Cell], *, meanings: Meanings) -> list[str]:
    """The headings two rows make: a heading above empty cells is said of all that stand under these."""
    headings, over = [], ""
    for above, below in zip_longest(upper, lower):
        high, low = plain_text(above), plain_text(below)
        over = high or over
        headings.append(_together(high or over, low, meanings=meanings) if low else high)
    return headings


def _together(high: str, low: str, *, meanings: Meanings) -> str:
    if not high or fold_heading(high) == fold_heading(low):
        return low
    together = (f"{high} {low}", f"{low} {high}")
    if known := next((one for one in together if meanings.of(one)), ""):
        return known
    if "quyet dinh" in fold_heading(high) and (usual := _OF_A_DECISION.get(fold_heading(low))):
        return usual
    return low if meanings.of(low) else f"{high} – {low}"
