"""Records another system sends, laid out as the table a file would have given: the same rules from there on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from catalogue.importing.cells import Cell
from catalogue.importing.column_sets import COLUMN_SETS
from catalogue.importing.columns import Column, ignored
from catalogue.importing.given import NOTHING_GIVEN, FileKind, Given
from catalogue.importing.headings import HeadedColumn, Header
from catalogue.importing.reading import Table, TableRow
from storefront.vietnamese import fold

_REQUEST_KINDS = {"first": "Lần đầu", "upgrade": "Nâng hạng", "renewal": "Đánh giá lại"}
_DISTRICT = re.compile(r"(huyen|quan|thi xa|thanh pho|tp)\b")


def record_columns(kind: FileKind = FileKind.RECOGNITIONS) -> tuple[Column, ...]:
    """The columns a record of that kind may have: those the register takes something from."""
    return tuple(column for column in COLUMN_SETS[kind].columns if column.read is not ignored)


RECORD_COLUMNS: tuple[Column, ...] = record_columns()


def table_of_records(
    records: Sequence[Mapping[str, Any]], *, content: bytes, given: Given = NOTHING_GIVEN
) -> Table:
    """Return the table of these records: the first is row 1, columns carry their usual names.

    Each record maps keys of `record_columns(given.kind)` to cells; other keys are not looked at. What is `given`
    for all stands where a record says nothing of its own. `content` is what was sent.
    """
    columns = record_columns(given.kind)
    header = Header(
        row_number=0,
        columns=tuple(HeadedColumn(place, column.label, column) for place, column in enumerate(columns)),
        known=COLUMN_SETS[given.kind],
    )
    elsewhere = COLUMN_SETS[given.kind].given_as
    for_all = {"decision": given.decision}
    told = {"decided_on": given.decided_on, "authority": given.authority}
    for_all |= {elsewhere.get(key, key): value for key, value in told.items()}
    place = place_cells(given.place)
    rows = []
    for number, record in enumerate(records, start=1):
        full = _with_place(_with_decision(record, for_all), place)
        rows.append(TableRow(number, tuple(_cell(full, column.key) for column in columns)))
    return Table(header=header, rows=tuple(rows), sha256=hashlib.sha256(content).hexdigest())


def _with_decision(record: Mapping[str, Any], for_all: Mapping[str, Any]) -> Mapping[str, Any]:
    """A record that names a decision of its own has nothing of the day and the authority of another."""
    own = record.get("decision")
    if own and for_all["decision"] and fold(own) != fold(for_all["decision"]):
        return record
    return {**record, **{key: value for key, value in for_all.items() if value and not record.get(key)}}


def _with_place(record: Mapping[str, Any], place: Mapping[str, str]) -> Mapping[str, Any]:
    """A record that names its province has nothing of another place."""
    if record.get("province") or record.get("province_code"):
        return record
    return {**record, **{key: value for key, value in place.items() if not record.get(key)}}


def place_cells(place: str) -> dict[str, str]:
    """`xã Hoằng Phụ, huyện Hoằng Hóa, tỉnh Thanh Hóa` as the cells of a row: the province stands last."""
    *within, province = [part.strip() for part in place.split(",")]
    district = ", ".join(part for part in within if _DISTRICT.match(fold(part)))
    locality = ", ".join(part for part in within if part and not _DISTRICT.match(fold(part)))
    told = {"province": province, "district": district, "locality": locality}
    return {key: value for key, value in told.items() if value}


def _cell(record: Mapping[str, Any], key: str) -> Cell:
    value = record.get(key)
    return _REQUEST_KINDS.get(value, value) if key == "request_kind" else value
