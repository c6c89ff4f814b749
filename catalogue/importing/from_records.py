"""Records another system sends, laid out as the table a file would have given: the same rules from there on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from catalogue.importing.cells import Cell
from catalogue.importing.columns import COLUMNS, Column
from catalogue.importing.headings import HeadedColumn, Header
from catalogue.importing.reading import Table, TableRow

#: Columns of a list that say nothing to the register: no record has them.
_ONLY_IN_FILES = frozenset({"row_label", "price_basis", "certainty", "source"})
RECORD_COLUMNS: tuple[Column, ...] = tuple(column for column in COLUMNS if column.key not in _ONLY_IN_FILES)
_REQUEST_KINDS = {"first": "Lần đầu", "upgrade": "Nâng hạng", "renewal": "Đánh giá lại"}


def table_of_records(records: Sequence[Mapping[str, Any]], *, content: bytes) -> Table:
    """Return the table of these records: the first is row 1, columns carry their usual names.

    Each record maps keys of `RECORD_COLUMNS` to cells; other keys are not looked at. `content` is what was sent.
    """
    header = Header(
        row_number=0,
        columns=tuple(
            HeadedColumn(place, column.label, column) for place, column in enumerate(RECORD_COLUMNS)
        ),
    )
    rows = tuple(
        TableRow(number, tuple(_cell(record, column.key) for column in RECORD_COLUMNS))
        for number, record in enumerate(records, start=1)
    )
    return Table(header=header, rows=rows, sha256=hashlib.sha256(content).hexdigest())


def _cell(record: Mapping[str, Any], key: str) -> Cell:
    value = record.get(key)
    return _REQUEST_KINDS.get(value, value) if key == "request_kind" else value
