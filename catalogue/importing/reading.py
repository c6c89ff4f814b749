"""From bytes to a table: what kind of file this is, told by its content, never by its name."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext as _

from catalogue.importing.cells import plain_text
from catalogue.importing.errors import FileError
from catalogue.importing.given import NOTHING_GIVEN, Given
from catalogue.importing.limits import refuse_too_large, refuse_too_many_rows
from catalogue.importing.lists import FoundList, NumberedRows, Remembered, nothing_remembered, read_lists
from catalogue.importing.tables import Table, TableRow
from catalogue.importing.text_tables import read_text_rows
from catalogue.importing.workbooks import Sheet, read_sheets

__all__ = ["Table", "TableRow", "read_table"]

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


def read_table(
    content: bytes, *, given: Given = NOTHING_GIVEN, remembered: Remembered = nothing_remembered
) -> Table:
    """Read a CSV or XLSX file. Raises `FileError` with a sentence for the officer when it cannot be read.

    `remembered` says what somebody chose before for a set of (folded) headings: heading → column key, `""` to leave
    a column out. What is `given` holds before it.
    """
    _refuse_by_size(content)
    _refuse_foreign(content)
    sheets = read_sheets(content) if content.startswith(b"PK") else [Sheet("", read_text_rows(content))]
    lists, reading = read_lists(sheets, given=given, remembered=remembered)
    for one in lists:
        _refuse_nameless(one)
    refuse_too_many_rows(sum(len(one.body.rows) for one in lists))
    return Table(
        header=lists[0].header,
        rows=NumberedRows(lists),
        sha256=hashlib.sha256(content).hexdigest(),
        sheet=lists[0].sheet.name if len(lists) == 1 else "",
        reading=reading,
    )


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


def _refuse_nameless(one: FoundList) -> None:
    """A cell beyond the headings belongs to no column: usually a stray delimiter or a missing quote."""
    header = one.header
    headed = {column.place for column in header.columns}
    headed |= {place for place, _heading in (*header.unknown, *header.left_out)}
    for line, cells, _facts in one.body.rows:
        for place, cell in enumerate(cells):
            if place not in headed and plain_text(cell):
                raise FileError(
                    _(
                        "Dòng %(row)s có ô thứ %(place)s (“%(text)s”) nằm ngoài các cột có tiêu đề. Hãy kiểm tra "
                        "dấu phân cách và dấu ngoặc kép, hoặc thêm tiêu đề cho cột."
                    )
                    % {"row": line, "place": place + 1, "text": plain_text(cell)[:60]},
                    code="cell-without-heading",
                )
