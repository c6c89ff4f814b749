"""Records another system sends, laid out as the table a file would have given: the same rules from there on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from catalogue.importing.cells import Cell
from catalogue.importing.column_sets import COLUMN_SETS
from catalogue.importing.columns import Column, ignored
from catalogue.importing.given import NOTHING_GIVEN, FileKind, Given
from catalogue.importing.given_facts import PLACE_KEYS, given_facts
from catalogue.importing.headings import HeadedColumn, Header
from catalogue.importing.tables import Table, TableRow, Told
from storefront.vietnamese import fold

_REQUEST_KINDS = {"first": "Lần đầu", "upgrade": "Nâng hạng", "renewal": "Đánh giá lại"}


def record_columns(kind: FileKind = FileKind.RECOGNITIONS) -> tuple[Column, ...]:
    """The columns a record of that kind may have: those the register takes something from."""
    return tuple(column for column in COLUMN_SETS[kind].columns if column.read is not ignored)


RECORD_COLUMNS: tuple[Column, ...] = record_columns()


def table_of_records(
    records: Sequence[Mapping[str, Any]], *, content: bytes, given: Given = NOTHING_GIVEN
) -> Table:
    """Return the table of these records: the first is row 1, columns carry their usual names.

    Each record maps keys of `record_columns(given.kind)` to cells; other keys are not looked at. What is `given`
    for all is told of each row as of those of a file. `content` is what was sent. Raises `FileError` when what is
    given makes no sense.
    """
    columns, facts = record_columns(given.kind), given_facts(given)
    without_place = {key: fact for key, fact in facts.items() if key not in PLACE_KEYS}
    header = Header(
        row_number=0,
        columns=tuple(HeadedColumn(place, column.label, column) for place, column in enumerate(columns)),
        known=COLUMN_SETS[given.kind],
    )
    rows = []
    for number, record in enumerate(records, start=1):
        cells = tuple(_cell(record, column.key) for column in columns)
        told = without_place if _is_elsewhere(record, facts) else facts
        rows.append(TableRow(number, cells, told))
    return Table(header=header, rows=tuple(rows), sha256=hashlib.sha256(content).hexdigest())


def _is_elsewhere(record: Mapping[str, Any], facts: Mapping[str, Told]) -> bool:
    """Whether the record names a province of its own: a district or village of another is not told of it."""
    if record.get("province_code"):
        return True
    own, given = record.get("province"), facts.get("province")
    return bool(own and given) and _bare(own) != _bare(given.value)  # type: ignore[union-attr]


def _bare(province: Any) -> str:
    return fold(str(province)).removeprefix("tinh ").removeprefix("thanh pho ")


def _cell(record: Mapping[str, Any], key: str) -> Cell:
    value = record.get(key)
    return _REQUEST_KINDS.get(value, value) if key == "request_kind" else value
