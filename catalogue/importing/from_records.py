"""Records another system sends, laid out as the table a file would have given: the same rules from there on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from catalogue.importing.cells import Cell
from catalogue.importing.column_sets import COLUMN_SETS
from catalogue.importing.columns import Column, ignored
from catalogue.importing.given import FileKind
from catalogue.importing.headings import HeadedColumn, Header
from catalogue.importing.reading import Table, TableRow

_REQUEST_KINDS = {"first": "Lần đầu", "upgrade": "Nâng hạng", "renewal": "Đánh giá lại"}


def record_columns(kind: FileKind = FileKind.RECOGNITIONS) -> tuple[Column, ...]:
    """The columns a record of that kind may have: those the register takes something from."""
    return tuple(column for column in COLUMN_SETS[kind].columns if column.read is not ignored)


RECORD_COLUMNS: tuple[Column, ...] = record_columns()


def table_of_records(
    records: Sequence[Mapping[str, Any]], *, content: bytes, kind: FileKind = FileKind.RECOGNITIONS
) -> Table:
    """Return the table of these records: the first is row 1, columns carry their usual names.

    Each record maps keys of `record_columns(kind)` to cells; other keys are not looked at. `content` is what was
    sent.
    """
    columns = record_columns(kind)
    header = Header(
        row_number=0,
        columns=tuple(HeadedColumn(place, column.label, column) for place, column in enumerate(columns)),
        known=COLUMN_SETS[kind],
    )
    rows = tuple(
        TableRow(number, tuple(_cell(record, column.key) for column in columns))
        for number, record in enumerate(records, start=1)
    )
    return Table(header=header, rows=rows, sha256=hashlib.sha256(content).hexdigest())


def _cell(record: Mapping[str, Any], key: str) -> Cell:
    value = record.get(key)
    return _REQUEST_KINDS.get(value, value) if key == "request_kind" else value
