"""CSV as offices write it: several encodings, several delimiters. Text in, rows of text out."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from functools import partial
from itertools import islice

from django.utils.translation import gettext as _

from catalogue.importing.errors import FileError
from catalogue.importing.headings import HEADER_SEARCH_ROWS, count_known
from catalogue.importing.limits import refuse_too_many_rows, refuse_wide_row
from catalogue.importing.shelf import LongList

DELIMITERS = (",", ";", "\t", "|")
_ROOM_FOR_TITLES = 200
_PIECE = 1 << 16


def read_text_rows(content: bytes) -> LongList[tuple[str, ...]]:
    """Return the rows of a text table; the delimiter is the one under which most headings are recognised.

    Raises `FileError` as `decode` does, before any row is looked at.
    """
    encoding = encoding_of(content)
    first = list(islice(_lines(content, encoding), HEADER_SEARCH_ROWS + _ROOM_FOR_TITLES + 1))
    skipped = int(bool(first) and first[0].strip().lower().startswith("sep=") and len(first[0].strip()) <= 5)
    delimiter = max(DELIMITERS, key=lambda mark: _headings_under(first[skipped:], mark))
    rows: LongList[tuple[str, ...]] = LongList(() for _line in range(skipped))
    filled = 0
    try:
        for row in csv.reader(islice(_lines(content, encoding), skipped, None), delimiter=delimiter):
            rows.append(tuple(row))
            filled += any(row)
            refuse_too_many_rows(filled - HEADER_SEARCH_ROWS)
            refuse_wide_row(len(row), row=len(rows))
    except csv.Error:
        raise FileError(
            _("Không đọc được dòng %(row)s: có dấu ngoặc kép chưa đóng hoặc ô quá dài.")
            % {"row": len(rows) + 1},
            code="csv-broken",
        ) from None
    return rows


def decode(content: bytes) -> str:
    """Return the text of a file in UTF-8 (with BOM or without), UTF-16 or Windows-1258, in NFC.

    Raises `FileError` naming the line of the first NUL or of the first byte that is none of these.
    """
    return unicodedata.normalize("NFC", content.decode(encoding_of(content)))


def encoding_of(content: bytes) -> str:
    """The encoding all of the file is in; raises `FileError` as `decode` does. Holds little of it at a time."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _checked(content, encoding)
    if encoding := _bare_utf16(content):
        return _checked(content, encoding)
    if b"\x00" in content:
        raise _nul(content[: content.index(b"\x00")].count(b"\n") + 1)
    try:
        return _read_through(content, "utf-8")
    except UnicodeDecodeError:
        return _checked(content, "cp1258")


def _checked(content: bytes, encoding: str) -> str:
    try:
        return _read_through(content, encoding)
    except UnicodeDecodeError:
        _decoded(content, encoding, first_bad=_first_bad(content, encoding))
        raise


def _first_bad(content: bytes, encoding: str) -> int | None:
    """Where a file that was thought to be UTF-8 first is not."""
    if encoding != "cp1258":
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as broken:
        return broken.start
    return None


def _read_through(content: bytes, encoding: str) -> str:
    """Read all of it; return the encoding."""
    line = 1
    for piece in iter(partial(_text(content, encoding).read, _PIECE), ""):
        if "\x00" in piece:
            raise _nul(line + piece[: piece.index("\x00")].count("\n"))
        line += piece.count("\n")
    return encoding


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    return (unicodedata.normalize("NFC", line) for line in _text(content, encoding))


def _text(content: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")


def _decoded(content: bytes, encoding: str, *, first_bad: int | None = None) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as broken:
        start = broken.start if first_bad is None else first_bad
        raise FileError(
            _(
                "Tệp không phải UTF-8, UTF-16 hay Windows-1258 (chữ lạ đầu tiên ở dòng %(row)s). "
                "Hãy lưu lại dạng CSV UTF-8 hoặc .xlsx."
            )
            % {"row": content[:start].count(b"\n") + 1},
            code="encoding-unknown",
        ) from None


def _bare_utf16(content: bytes) -> str:
    """UTF-16 without its mark: a line of Latin letters has a NUL in every second place."""
    head = content[:400]
    if len(head) < 8:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.3 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) * 0.3 and odd == 0 else ""


def _nul(row: int) -> FileError:
    return FileError(
        _(
            "Dòng %(row)s có ký tự NUL: tệp bị hỏng hoặc không phải tệp văn bản. Hãy xuất lại tệp từ bảng tính."
        )
        % {"row": row},
        code="nul-character",
    )


def _headings_under(lines: list[str], delimiter: str) -> int:
    reader = csv.reader(lines[: HEADER_SEARCH_ROWS + _ROOM_FOR_TITLES], delimiter=delimiter)
    best = 0
    try:
        for number, row in enumerate(reader):
            if number >= HEADER_SEARCH_ROWS:
                break
            best = max(best, count_known(row))
    except csv.Error:
        return best
    return best
