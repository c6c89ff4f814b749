"""XLSX workbooks, read row by row and never unfolded beyond the limits."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from catalogue.importing.cells import UNCOMPUTED_FORMULA, Cell
from catalogue.importing.errors import FileError
from catalogue.importing.headings import HEADER_SEARCH_ROWS
from catalogue.importing.limits import (
    HIGHEST_RATIO,
    LARGEST_UNFOLDED,
    RATIO_FROM,
    refuse_too_many_rows,
    refuse_wide_row,
)
from catalogue.importing.merged_cells import fill_down, read_merges, wide_rows
from catalogue.importing.shelf import LongList


@dataclass(frozen=True)
class Sheet:
    """A visible sheet with its cells; row 1 of the sheet is the first. What is merged downwards holds for each row.

    `wide` are the indexes of rows in which cells are merged across, as headings inside a table are.
    """

    name: str
    rows: LongList[tuple[Cell, ...]]
    wide: frozenset[int] = frozenset()
    part: str = ""


def read_sheets(content: bytes) -> list[Sheet]:
    """Return the visible sheets of an XLSX workbook. Raises `FileError` for another ZIP, a bomb, a wreck."""
    _refuse_bomb(content)
    try:
        sheets = _sheets_of(content, data_only=True)
        if _has_formulas(content):
            for sheet, written in zip(sheets, _sheets_of(content, data_only=False), strict=True):
                _mark_uncomputed(sheet, written)
        return [_with_merges(sheet, content) for sheet in sheets]
    except FileError:
        raise
    except Exception:
        raise _wreck() from None


def _sheets_of(content: bytes, *, data_only: bool) -> list[Sheet]:
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
    try:
        return [_read_sheet(workbook, name) for name in _visible(workbook)]
    finally:
        workbook.close()


def _with_merges(sheet: Sheet, content: bytes) -> Sheet:
    if not sheet.part:
        return sheet
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(sheet.part) as lines:
        merges = read_merges(lines)
    fill_down(sheet.rows, merges)
    return replace(sheet, wide=wide_rows(merges))


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.infolist():
            if part.filename.startswith("xl/worksheets/"):
                with archive.open(part) as lines:
                    before = b""
                    while chunk := lines.read(1 << 20):
                        if b"<f>" in before + chunk or b"<f " in before + chunk:
                            return True
                        before = chunk[-2:]
    return False


def _mark_uncomputed(sheet: Sheet, written: Sheet) -> None:
    """A formula nobody has computed looks like an empty cell; it must not pass for one."""
    for number, cells in enumerate(written.rows):
        for place, cell in enumerate(cells):
            is_formula = isinstance(cell, str) and cell.startswith("=")
            known = sheet.rows[number] if number < len(sheet.rows) else ()
            if is_formula and (place >= len(known) or known[place] is None):
                filled = [*known, *[None] * (place + 1 - len(known))]
                filled[place] = UNCOMPUTED_FORMULA
                sheet.rows[number] = tuple(filled)


def _visible(workbook: Workbook) -> list[str]:
    return [sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible"]


def _read_sheet(workbook: Workbook, name: str) -> Sheet:
    sheet = workbook[name]
    sheet.reset_dimensions()  # what a file says about its own size is not believed
    rows: LongList[tuple[Cell, ...]] = LongList()
    filled = 0
    for values in sheet.iter_rows(values_only=True):
        row = _trimmed(values)
        rows.append(row)
        filled += bool(row)
        refuse_too_many_rows(filled - HEADER_SEARCH_ROWS)
        refuse_wide_row(len(row), row=len(rows))
    return Sheet(name, rows, part=str(getattr(sheet, "_worksheet_path", "")).lstrip("/"))


def _trimmed(values: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells up to the last one that holds something."""
    end = len(values)
    while end and (values[end - 1] is None or values[end - 1] == ""):
        end -= 1
    return tuple(values[:end])


def _refuse_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _wreck() from None
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise FileError(
            _(
                "Đây là tệp nén hoặc văn bản, không phải bảng tính .xlsx. Hãy lưu dữ liệu dạng .xlsx hoặc CSV UTF-8."
            ),
            code="file-not-a-table",
        )
    unfolded = sum(part.file_size for part in parts)
    bomb = unfolded > RATIO_FROM and unfolded > HIGHEST_RATIO * len(content)
    if bomb or unfolded > LARGEST_UNFOLDED:
        raise FileError(
            _(
                "Tệp .xlsx này bung ra quá lớn, không an toàn để mở. Hãy chép riêng danh sách sang một tệp mới."
            ),
            code="file-unfolds-too-large",
        )


def _wreck() -> FileError:
    return FileError(
        _("Không mở được tệp .xlsx: tệp bị hỏng hoặc có mật khẩu. Hãy mở bằng Excel và lưu lại."),
        code="file-broken",
    )
