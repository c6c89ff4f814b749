"""Merged cells of a sheet, read from its XML as a stream: openpyxl does not tell them of a file it only reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from catalogue.importing.cells import Cell
from catalogue.importing.errors import FileError
from catalogue.importing.shelf import LongList

MOST_MERGES = 100_000
MOST_FILLED = 500_000
# A merge over so many columns of one row is a heading, not a fact of one column.
WIDE = 3
_CHUNK, _LONGEST_TAG = 1 << 20, 300
_MERGE = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"'
)


@dataclass(frozen=True)
class Merge:
    """A block of merged cells by places and indexes: both from 0, both ends inside."""

    left: int
    top: int
    right: int
    bottom: int


def read_merges(lines: BinaryIO) -> list[Merge]:
    """The merged blocks a sheet's XML names. Raises `FileError` when there are more than any list has."""
    merges = []
    for found in _tags(lines):
        left, top, right, bottom = found
        merges.append(Merge(_place(left), int(top) - 1, _place(right), int(bottom) - 1))
        if len(merges) > MOST_MERGES:
            raise _too_many()
    return merges


def _tags(lines: BinaryIO) -> Iterator[tuple[bytes, ...]]:
    rest = b""
    while chunk := lines.read(_CHUNK):
        text = rest + chunk
        end = 0
        for found in _MERGE.finditer(text):
            yield found.groups()
            end = found.end()
        rest = text[max(end, len(text) - _LONGEST_TAG) :]


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def fill_down(rows: LongList[tuple[Cell, ...]], merges: list[Merge]) -> None:
    """Give every row of a block merged downwards the block's value, in the block's first column.

    A row that holds nothing of its own stays empty: a block that reaches below the table makes no rows.
    """
    filled = 0
    own = [bool(row) for row in rows]
    for merge in sorted(merges, key=lambda one: one.top):
        if merge.top >= len(rows) or merge.left >= len(rows[merge.top]):
            continue
        value = rows[merge.top][merge.left]
        for index in range(merge.top + 1, min(merge.bottom + 1, len(rows))):
            if value is None or not own[index]:
                continue
            row = [*rows[index], *[None] * (merge.left + 1 - len(rows[index]))]
            if row[merge.left] is None:
                row[merge.left] = value
                rows[index] = tuple(row)
            filled += 1
            if filled > MOST_FILLED:
                raise _too_many()


def wide_rows(merges: list[Merge]) -> frozenset[int]:
    """The indexes of rows in which many cells are merged into one: headings inside a table look like that."""
    return frozenset(
        merge.top for merge in merges if merge.top == merge.bottom and merge.right - merge.left + 1 >= WIDE
    )


def _too_many() -> FileError:
    return FileError(
        _("Trang tính có quá nhiều ô gộp. Hãy bỏ gộp ô rồi lưu lại, hoặc chép danh sách sang tệp CSV."),
        code="too-many-merged-cells",
    )
