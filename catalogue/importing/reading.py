"""From bytes to a table: what kind of file this is, told by its content, never by its name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.importing.cells import Cell, plain_text
from catalogue.importing.column_sets import COLUMN_SETS, ColumnSet
from catalogue.importing.errors import FileError
from catalogue.importing.given import NOTHING_GIVEN, Given
from catalogue.importing.headings import Header, find_header, read_header
from catalogue.importing.limits import refuse_too_large, refuse_too_many_rows
from catalogue.importing.text_tables import read_text_rows
from catalogue.importing.workbooks import Sheet, read_sheets


@dataclass(frozen=True)
class TableRow:
    """One row under the header: `number` as a spreadsheet counts it, and its cells by place."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A file read: its header, its rows that are not empty, the sheet they come from, its sha256."""

    header: Header
    rows: tuple[TableRow, ...]
    sha256: str
    sheet: str = ""


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "GZIP"),
)


def read_table(content: bytes, *, given: Given = NOTHING_GIVEN) -> Table:
    """Read a CSV or XLSX file. Raises `FileError` with a sentence for the officer when it cannot be read."""
    _refuse_by_size(content)
    _refuse_foreign(content)
    sha256, known = hashlib.sha256(content).hexdigest(), COLUMN_SETS[given.kind]
    if content.startswith(b"PK"):
        return _table_of_sheets(read_sheets(content), sha256=sha256, known=known)
    rows = read_text_rows(content)
    place = find_header(rows, known=known)
    if place is None:
        raise _no_header(known)
    return _table(rows, place, sha256=sha256, known=known)


def _refuse_by_size(content: bytes) -> None:
    refuse_too_large(len(content))
    if not content.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n;,"):
        raise FileError(_("Tệp rỗng, không có dòng nào để nhập."), code="file-empty")


def _refuse_foreign(content: bytes) -> None:
    if content.startswith(_OLE):
        raise FileError(
            _(
                "Tệp ở dạng Excel cũ (.xls) hoặc có mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu và lưu lại "
                "dạng .xlsx hoặc CSV UTF-8."
            ),
            code="file-old-excel",
        )
    kind = next((name for start, name in _FOREIGN if content.startswith(start)), "")
    if not kind and content[:500].lstrip().lower().startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        kind = "HTML/XML"
    if kind:
        raise FileError(
            _(
                "Đây là tệp %(kind)s, không phải bảng tính. Hãy lưu dữ liệu dạng .xlsx hoặc CSV UTF-8 rồi tải lên."
            )
            % {"kind": kind},
            code="file-not-a-table",
        )


def _table_of_sheets(sheets: Sequence[Sheet], *, sha256: str, known: ColumnSet) -> Table:
    found = [
        (sheet, place) for sheet in sheets if (place := find_header(sheet.rows, known=known)) is not None
    ]
    if not found:
        raise _no_header(known)
    if len(found) > 1:
        raise FileError(
            _("Tệp có %(count)s trang tính là danh sách: %(names)s. Hãy để mỗi danh sách trong một tệp.")
            % {"count": len(found), "names": ", ".join(f"«{sheet.name}»" for sheet, _place in found)},
            code="several-sheets",
        )
    sheet, place = found[0]
    return _table(sheet.rows, place, sha256=sha256, sheet=sheet.name, known=known)


def _table(
    rows: Sequence[Sequence[Cell]], place: int, *, sha256: str, sheet: str = "", known: ColumnSet
) -> Table:
    header = read_header(rows[place], row_number=place + 1, known=known)
    body = tuple(
        TableRow(number, tuple(cells))
        for number, cells in enumerate(rows[place + 1 :], start=place + 2)
        if any(plain_text(cell) for cell in cells)
    )
    if not body:
        raise FileError(
            _("Tệp chỉ có dòng tiêu đề (dòng %(row)s), không có dòng dữ liệu nào.") % {"row": place + 1},
            code="file-without-rows",
        )
    refuse_too_many_rows(len(body))
    _refuse_nameless(header, rows[place], body)
    return Table(header=header, rows=body, sha256=sha256, sheet=sheet)


def _refuse_nameless(header: Header, heading_row: Sequence[Cell], body: Sequence[TableRow]) -> None:
    """A cell beyond the headings belongs to no column: usually a stray delimiter or a missing quote."""
    headed = {column.place for column in header.columns} | {place for place, _heading in header.unknown}
    for row in body:
        for place, cell in enumerate(row.cells):
            if place not in headed and plain_text(cell):
                raise FileError(
                    _(
                        "Dòng %(row)s có ô thứ %(place)s (“%(text)s”) nằm ngoài các cột có tiêu đề. Hãy kiểm tra "
                        "dấu phân cách và dấu ngoặc kép, hoặc thêm tiêu đề cho cột."
                    )
                    % {"row": row.number, "place": place + 1, "text": plain_text(cell)[:60]},
                    code="cell-without-heading",
                )


def _no_header(known: ColumnSet) -> FileError:
    needed = ", ".join(f"“{column.label}”" for column in known.columns if column.required)
    return FileError(
        _(
            "Không tìm thấy dòng tiêu đề. Tệp cần có các cột %(names)s; nếu tệp có những cột này, có thể nó được "
            "lưu sai bảng mã: hãy lưu lại dạng CSV UTF-8 hoặc .xlsx."
        )
        % {"names": needed},
        code="header-not-found",
    )
