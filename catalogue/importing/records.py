"""One row of the file, read: what its cells mean and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from catalogue.importing.cells import Cell, read_text
from catalogue.importing.columns import Column
from catalogue.importing.headings import HeadedColumn, Header, column_letter
from catalogue.importing.reading import Table, TableRow
from catalogue.importing.telling import told_values
from storefront.errors import DomainError
from storefront.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: its number, the column by key and as the file heads it, a stable code, the reason."""

    row: int
    field: str
    heading: str
    code: str
    reason: str
    sheet: str = ""
    line: int = 0

    @property
    def message(self) -> str:
        """A whole sentence that says where: `Dòng 5, cột «Điểm»: điểm 101 vượt quá 100.`"""
        where = {"row": self.line or self.row, "heading": self.heading, "reason": self.reason}
        if self.sheet:
            sentence = _("Trang tính «%(sheet)s», dòng %(row)s, cột «%(heading)s»: %(reason)s.")
            return sentence % {**where, "sheet": self.sheet}
        return _("Dòng %(row)s, cột «%(heading)s»: %(reason)s.") % where

    def as_dict(self) -> dict[str, Any]:
        """The form the command's `--json` prints; the sheet is named where the file has several lists."""
        told = {"row": self.line or self.row, "field": self.field, "code": self.code, "message": self.message}
        return {**told, "sheet": self.sheet} if self.sheet else told


@dataclass(slots=True)
class Record:
    """A row with its cells read. `values` holds what the cells say by column key; empty cells are left out.

    `row` is the row's own number in the file; `sheet` and `line` say where a spreadsheet shows it.
    `accepted_reason` and `choices` are the officer's: why an exception stands, and what near names mean.
    """

    row: int
    header: Header
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    sheet: str = ""
    line: int = 0
    accepted_reason: str = ""
    choices: Mapping[str, int] = field(default_factory=dict)
    offers: list[Any] = field(default_factory=list)

    def get(self, key: str) -> Any:
        """What the cell says, or `None` when it is empty or the file has no such column."""
        return self.values.get(key)

    def text(self, key: str) -> str:
        return self.values.get(key) or ""

    def refuse(self, key: str, code: str, reason: str) -> None:
        """Note a reason for which this row cannot be taken over; `key` names the column it speaks of."""
        reason = reason.strip().rstrip(".")
        heading = self.header.heading_of(key)
        self.problems.append(Problem(self.row, key, heading, code, reason, self.sheet, self.line))


def read_records(table: Table) -> list[Record]:
    """Read every row of the table; cells that make no sense become problems of their row."""
    return list(iter_records(table))


def iter_records(table: Table) -> Iterator[Record]:
    """As `read_records`, one after the other."""
    cells = _CellReader()
    return (_read_record(row, row.header or table.header, cells) for row in table.rows)


class _CellReader:
    """Reads cells, and what stands in many rows only once: a province, a decision, a day."""

    most_kept = 5_000

    def __init__(self) -> None:
        self._kept: dict[tuple[str, type, Cell], Any] = {}

    def read(self, column: Column, cell: Cell) -> Any:
        """What the cell says. Raises `DomainError` when it makes no sense in its column."""
        key = (column.key, type(cell), cell)
        if key in self._kept:
            return self._kept[key]
        read_text(cell)
        value = column.read(cell)
        if len(self._kept) < self.most_kept:
            self._kept[key] = value
        return value


def _read_record(row: TableRow, header: Header, cells: _CellReader) -> Record:
    record = Record(row.number, header, sheet=row.sheet, line=row.line or row.number)
    for headed in header.columns:
        if headed.place < len(row.cells):
            _read_cell(record, row, headed, cells)
    if row.told:
        refused = frozenset(problem.field for problem in record.problems)
        record.values.update(told_values(row.told, record.values, known=header.known, refused=refused))
    for column in header.known.missing(lambda key: record.get(key) is not None):
        if column.key not in header.known.may_be_empty and not _has_problem(record, column.key):
            record.refuse(column.key, "required", _("ô còn trống"))
    for column_key in ("product_name", "producer_name"):
        name = record.get(column_key)
        if name and not fold(name).strip("()[]., -"):
            record.refuse(column_key, "required", _("“%(text)s” không phải là tên") % {"text": name})
    return record


def _read_cell(record: Record, row: TableRow, headed: HeadedColumn, cells: _CellReader) -> None:
    column, cell = headed.column, row.cells[headed.place]
    try:
        value = cells.read(column, cell)
    except DomainError as error:
        record.refuse(column.key, error.code, _lower_first(str(error.message)))
        return
    if value is None:
        return
    if column.longest is not None and len(value) > column.longest:
        reason = _("dài %(length)s ký tự, nhiều nhất là %(limit)s (cột %(letter)s)") % {
            "length": len(value),
            "limit": column.longest,
            "letter": column_letter(headed.place),
        }
        record.refuse(column.key, "too-long", reason)
        return
    record.values[column.key] = value


def _has_problem(record: Record, key: str) -> bool:
    return any(problem.field == key for problem in record.problems)


def _lower_first(sentence: str) -> str:
    """A sentence that continues after a colon; a word all in capitals (GTIN) stays as it is."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]
