"""What may be given with a file on the command line, and what is told of how it was read."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from catalogue.importing.cells import read_date
from catalogue.importing.column_sets import COLUMN_SETS
from catalogue.importing.columns import fold_heading
from catalogue.importing.errors import CellError, FileError
from catalogue.importing.given import FileKind, Given
from catalogue.importing.plans import ImportPlan
from catalogue.importing.reading_report import OPTIONS


def add_given_arguments(parser: ArgumentParser) -> None:
    """The options that say for a whole file what it does not."""
    parser.add_argument("--decision", default="", metavar="SỐ", help="số quyết định, khi tệp không ghi")
    parser.add_argument("--decided-on", default="", metavar="NGÀY", help="ngày quyết định, ví dụ 15/5/2024")
    parser.add_argument("--authority", default="", metavar="TÊN", help="cơ quan ban hành, khi tệp không ghi")
    parser.add_argument(
        "--place", default="", metavar="NƠI", help="nơi của cả danh sách: “Huyện Hậu Lộc, tỉnh Thanh Hóa”"
    )
    parser.add_argument(
        "--sheet", action="append", default=[], metavar="TRANG", help="chỉ đọc trang tính này (lặp lại được)"
    )
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="TIÊU_ĐỀ=CỘT",
        help="hiểu một tiêu đề là cột khác: “Tên hàng=Tên sản phẩm”; để trống sau dấu = thì bỏ qua cột",
    )


def given_of_options(options: dict[str, Any], *, kind: FileKind) -> Given:
    """What the options say. Raises `FileError` for a day or a column that is none."""
    return Given(
        kind=kind,
        decision=options["decision"],
        decided_on=_day(options["decided_on"]),
        authority=options["authority"],
        place=options["place"],
        columns=_columns(options["column"], kind=kind),
        sheets=tuple(options["sheet"]),
        ignore_unknown=options["ignore_unknown_columns"],
    )


def told_of_reading(plan: ImportPlan) -> Iterator[str]:
    """What was read beside the rows, what is doubtful, and what they lack with the option that gives it."""
    report = plan.report
    if report["titles"]:
        told = "; ".join(f"{fact['label'].lower()} {fact['value']}" for fact in report["titles"])
        yield _("Đọc được từ dòng tiêu đề: %(facts)s.") % {"facts": told}
    for section in report["sections"]:
        told = {"line": section["line"], "text": section["text"], "meaning": section["meaning"] or "?"}
        yield _("Dòng %(line)s, mục “%(text)s”: %(meaning)s.") % told
    for row in report["left_out"]:
        yield _("Dòng %(line)s bỏ ngoài danh sách (%(why)s): %(text)s") % row
    if len(report["sheets"]) > 1 or report["skipped"]:
        told = "; ".join(f"«{sheet['name']}» ({sheet['rows']})" for sheet in report["sheets"])
        yield _("Đọc các trang tính: %(names)s.") % {"names": told}
    for sheet in report["skipped"]:
        yield _("Không đọc trang tính «%(name)s»: %(why)s.") % sheet
    yield from report["conflicts"]
    yield from report["doubts"]
    for one in report["missing"]:
        told = {"rows": one["rows"], "fact": one["label"].lower(), "option": OPTIONS[one["fact"]]}
        yield _("%(rows)s dòng không có %(fact)s; nếu cả danh sách như nhau, thêm %(option)s.") % told


def _day(text: str) -> Any:
    try:
        cell = read_date(text) if text else None
    except CellError as error:
        raise FileError(str(error.message), code=error.code, field="decided_on") from error
    if cell is not None and cell.day is None:
        raise FileError(_("Cần ngày đầy đủ, ví dụ 15/5/2024."), code="date-incomplete", field="decided_on")
    return cell.day if cell else None


def _columns(pairs: Iterable[str], *, kind: FileKind) -> dict[str, str]:
    known = COLUMN_SETS[kind]
    columns = {}
    for pair in pairs:
        heading, sign, name = pair.rpartition("=")
        column = known.by_key.get(name.strip()) or known.named(name)
        if not sign or not fold_heading(heading) or (name.strip() and column is None):
            message = _("“%(pair)s” không phải là TIÊU_ĐỀ=CỘT với một cột có trong tệp mẫu.")
            raise FileError(message % {"pair": pair}, code="column-unknown", field="columns")
        columns[fold_heading(heading)] = column.key if column else ""
    return columns
