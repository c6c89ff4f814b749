"""Files of evaluation records for tests, made in code: CSV in any encoding, XLSX, with one good row to vary."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import Workbook

GOOD_ROW: dict[str, Any] = {
    "Tên sản phẩm": "Nước mắm Ba Làng",
    "Chủ thể": "HTX Ba Làng",
    "Tỉnh": "Thanh Hóa",
    "Ngành": "Thực phẩm",
    "Bộ tiêu chí": "9",
    "Quy cách": "chai 500 ml",
    "Hạng sao": "4 sao",
    "Số quyết định": "1234/QĐ-UBND",
    "Ngày quyết định": "15/05/2025",
    "Hết hạn": "15/05/2028",
}


EVALUATED_ROW: dict[str, Any] = {
    "Tên sản phẩm": "Nước mắm Ba Làng",
    "Chủ thể": "HTX Ba Làng",
    "Tỉnh": "Thanh Hóa",
    "Bộ tiêu chí": "9",
    "Điểm A": "33,5",
    "Điểm B": "20",
    "Điểm C": "16",
    "Tổng điểm": "69,5",
    "Hạng sao đề nghị": "3 sao",
    "Hội đồng": "Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh Thanh Hóa",
    "Đợt": "Đợt 1 năm 2026",
    "Ngày đánh giá": "15/10/2026",
}
REVOKED_ROW: dict[str, Any] = {
    "Tên sản phẩm": "Chả mực Hạ Long",
    "Số quyết định thu hồi": "812/QĐ-UBND",
    "Ngày quyết định thu hồi": "20/11/2026",
    "Cơ quan thu hồi": "UBND tỉnh Thanh Hóa",
    "Căn cứ thu hồi": "Sử dụng sai nhãn hiệu chứng nhận OCOP",
}


def evaluated_row(**changes: Any) -> dict[str, Any]:
    """A council's result with some cells changed."""
    return {**EVALUATED_ROW, **changes}


def revoked_row(**changes: Any) -> dict[str, Any]:
    """A product whose star a decision takes back, with some cells changed."""
    return {**REVOKED_ROW, **changes}


def good_row(**changes: Any) -> dict[str, Any]:
    """The good row with some cells changed; `**{"Hạng sao": None}` empties one."""
    return {**GOOD_ROW, **changes}


def csv_file(
    rows: Iterable[Mapping[str, Any]],
    *,
    encoding: str = "utf-8",
    delimiter: str = ",",
    title_lines: Iterable[str] = (),
) -> bytes:
    """A CSV file of these rows; the headings are those any row has, in order of appearance."""
    rows = list(rows)
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    for line in title_lines:
        writer.writerow([line])
    writer.writerow(headings)
    for row in rows:
        writer.writerow(["" if row.get(heading) is None else row[heading] for heading in headings])
    return out.getvalue().encode(encoding)


def xlsx_file(
    rows: Iterable[Mapping[str, Any]], *, title: str = "Danh sách", title_lines: Iterable[str] = ()
) -> bytes:
    """An XLSX file of these rows on one sheet; cells keep their Python type."""
    rows = list(rows)
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for line in title_lines:
        sheet.append([line])
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    sheet.append(headings)
    for row in rows:
        sheet.append([row.get(heading) for heading in headings])
    return workbook_bytes(book)


def workbook_bytes(book: Workbook) -> bytes:
    """The file a workbook makes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def annex_xlsx(
    sheets: Mapping[str, Iterable[Iterable[Any]]], *, merges: Mapping[str, Iterable[str]] = {}
) -> bytes:
    """A workbook whose sheets hold these rows as they are; `merges` names blocks (`"A1:C1"`) by sheet."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for block in merges.get(title, ()):
            sheet.merge_cells(block)
    return workbook_bytes(book)


def annex_csv(rows: Iterable[Iterable[Any]], *, encoding: str = "utf-8") -> bytes:
    """The same rows as one CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows(["" if cell is None else cell for cell in row] for row in rows)
    return out.getvalue().encode(encoding)
