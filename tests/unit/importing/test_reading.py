"""Files as offices write them, and files that cannot be read."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from catalogue.importing import limits
from catalogue.importing.errors import FileError
from catalogue.importing.reading import read_table
from tests.factories.annexes import windows_1258
from tests.factories.importing import GOOD_ROW, csv_file, good_row, workbook_bytes, xlsx_file


def names(table):
    place = next(column.place for column in table.header.columns if column.column.key == "product_name")
    return [row.cells[place] for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_is_read_in_every_encoding_and_with_every_delimiter(encoding, delimiter):
    table = read_table(csv_file([good_row()], encoding=encoding, delimiter=delimiter))
    assert names(table) == ["Nước mắm Ba Làng"]
    assert len(table.header.columns) == len(GOOD_ROW)


def test_windows_1258_is_read():
    text = csv_file([good_row(**{"Tên sản phẩm": "Nước mắm Ba Làng"})]).decode()
    assert names(read_table(windows_1258(text))) == ["Nước mắm Ba Làng"]


def test_decomposed_letters_are_composed():
    text = unicodedata.normalize("NFD", csv_file([good_row()]).decode())
    assert names(read_table(text.encode())) == ["Nước mắm Ba Làng"]


def test_excel_says_the_delimiter_in_the_first_line():
    table = read_table(b"sep=;\n" + csv_file([good_row()], delimiter=";"))
    assert names(table) == ["Nước mắm Ba Làng"]
    assert table.rows[0].number == 3


def test_rows_are_counted_as_a_spreadsheet_does():
    content = csv_file(
        [good_row(**{"Số quyết định": "1114/\nQĐ-UBND"}), good_row()], title_lines=["DANH SÁCH", ""]
    )
    table = read_table(content + b"\n\n" + csv_file([good_row()]).split(b"\n", 1)[1])
    assert table.header.row_number == 3
    assert [row.number for row in table.rows] == [4, 5, 8]


def test_xlsx_is_read_with_its_types_below_title_lines():
    row = good_row(**{"Hạng sao": 4, "Ngày quyết định": date(2025, 5, 15)})
    table = read_table(xlsx_file([row], title_lines=["DANH SÁCH SẢN PHẨM", None]))
    assert names(table) == ["Nước mắm Ba Làng"]
    assert (table.sheet, table.rows[0].number) == ("Danh sách", 4)


def test_a_renamed_file_is_known_by_its_content():
    assert names(read_table(xlsx_file([good_row()]))) == names(read_table(csv_file([good_row()])))


def test_every_sheet_that_is_a_list_is_read_and_hidden_ones_are_not():
    book = Workbook()
    for title in ("Đợt 1", "Đợt 2"):
        sheet = book.create_sheet(title)
        sheet.append(list(GOOD_ROW))
        sheet.append(list(GOOD_ROW.values()))
    table = read_table(workbook_bytes(book))
    assert [(row.sheet, row.line, row.number) for row in table.rows] == [("Đợt 1", 2, 2), ("Đợt 2", 2, 4)]
    assert table.reading.skipped == (("Sheet", "không thấy dòng tiêu đề của danh sách"),)
    book["Đợt 2"].sheet_state = "hidden"
    table = read_table(workbook_bytes(book))
    assert (table.sheet, [row.sheet for row in table.rows]) == ("Đợt 1", [""])


def test_a_formula_nobody_has_computed_does_not_pass_for_an_empty_cell():
    table = read_table(xlsx_file([good_row(Điểm="=40+42"), good_row(Điểm="80")]))
    place = next(column.place for column in table.header.columns if column.column.key == "score")
    assert [row.cells[place] for row in table.rows] == ["#FORMULA!", "80"]


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


BAD_FILES = {
    "empty": (b"", "file-empty"),
    "only a mark": (b"\xef\xbb\xbf\r\n", "file-empty"),
    "only separators": (b";;;\n;;;\n", "file-empty"),
    "only a header": (",".join(GOOD_ROW).encode(), "file-without-rows"),
    "nul": (csv_file([good_row()]).replace("Ba Làng".encode(), b"Ba\x00"), "nul-character"),
    "no encoding": (csv_file([good_row()]).replace("ước".encode(), b"\x8d\x81\x9d"), "encoding-unknown"),
    "latin mojibake": (
        csv_file([good_row()]).decode().encode("utf-8").decode("latin-1").encode(),
        "header-not-found",
    ),
    "not a list": (b"xin,chao\n1,2\n", "header-not-found"),
    "pdf named xlsx": (b"%PDF-1.7 ...", "file-not-a-table"),
    "picture": (b"\x89PNG\r\n\x1a\n", "file-not-a-table"),
    "web page named xls": (b"<html><table><tr><td>1</td></tr></table></html>", "file-not-a-table"),
    "old excel or password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "file-old-excel"),
    "another zip": (_zip(word__document_xml=b"<x/>"), "file-not-a-table"),
    "cut off": (xlsx_file([good_row()])[:2000], "file-broken"),
    "wreck inside": (_zip(xl__workbook_xml=b"<x"), "file-broken"),
    "zip bomb": (
        _zip(xl__workbook_xml=b"<x/>", xl__sheet_xml=b"0" * (60 * 1024 * 1024)),
        "file-unfolds-too-large",
    ),
    "too large": (b"a" * (20 * 1024 * 1024 + 1), "file-too-large"),
    "stray cell": (csv_file([good_row()]).rstrip() + b",dang le khong co\n", "cell-without-heading"),
    "too wide": (csv_file([good_row()]) + b"," * 300 + b"x\n", "too-many-columns"),
}


@pytest.mark.parametrize(("content", "code"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(content, code):
    with pytest.raises(FileError) as refused:
        read_table(content)
    assert refused.value.code == code
    assert len(str(refused.value)) > 20


def test_the_line_of_a_nul_is_named():
    content = csv_file([good_row(), good_row()]).replace(b"\r\n", b"\n")
    lines = content.split(b"\n")
    lines[2] += b"\x00"
    with pytest.raises(FileError) as refused:
        read_table(b"\n".join(lines))
    assert str(refused.value).startswith("Dòng 3 ")


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MOST_ROWS", 3)
    for make in (csv_file, xlsx_file):
        assert len(read_table(make([good_row()] * 3)).rows) == 3
        with pytest.raises(FileError) as refused:
            read_table(make([good_row()] * 4))
        assert refused.value.code == "too-many-rows"


def test_a_quote_left_open_is_told():
    content = csv_file([good_row()] * 3).decode().replace("Nước mắm", '"Nước mắm', 1)
    with pytest.raises(FileError):
        read_table(content.encode() + b"x" * 200_000)


def read_or_refuse(content):
    """A table with a header and rows that say something, or a refusal with a sentence."""
    try:
        return read_table(content)
    except FileError as refusal:
        return refusal


@given(st.binary(max_size=400))
def test_no_bytes_bring_the_reader_down(content):
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", ",".join(GOOD_ROW).encode() + b"\n"):
        table = read_or_refuse(start + content)
        if isinstance(table, FileError):
            assert table.code
            assert str(table.message).strip()
        else:
            assert table.header
            assert all(any(cell not in (None, "") for cell in row.cells) for row in table.rows)
