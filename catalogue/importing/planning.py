"""Before anything is written: what a file would create, update, leave alone, and what it may not bring in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.importing.columns import fold_heading
from catalogue.importing.errors import FileError, HeadingsError
from catalogue.importing.given import NOTHING_GIVEN, FileKind, Given
from catalogue.importing.headings import refuse_unknown
from catalogue.importing.kinds import kind_of_file
from catalogue.importing.limits import LARGEST_FILE, refuse_too_large
from catalogue.importing.mappings import remembered_columns
from catalogue.importing.plans import Action, ImportPlan, Match, PlannedRow, Tally, shelf_of_rows
from catalogue.importing.progress import tell
from catalogue.importing.reading import Table, read_table
from catalogue.importing.records import Problem, iter_records
from catalogue.importing.shelf import LongList, in_parts
from catalogue.importing.tables import Reading

__all__ = ["Action", "ImportPlan", "Match", "PlannedRow", "plan_import", "read_content", "read_file"]


def read_content(file: bytes | str | Path | BinaryIO) -> bytes:
    """The bytes of a file given as such, by path or open; never more than one byte above the limit is read."""
    if isinstance(file, bytes):
        return file
    if isinstance(file, str | Path):
        path = Path(file)
        try:
            refuse_too_large(path.stat().st_size)
            return path.read_bytes()
        except OSError as error:
            raise FileError(
                _("Không mở được tệp “%(name)s”: %(reason)s.")
                % {"name": path, "reason": error.strerror or error},
                code="file-not-found" if isinstance(error, FileNotFoundError) else "file-not-readable",
            ) from None
    return file.read(LARGEST_FILE + 1)


def read_file(content: bytes, *, given: Given = NOTHING_GIVEN) -> Table:
    """The table a file holds, its headings understood as remembered.

    Raises `FileError` when it cannot be read, `HeadingsError` when its headings do not make a list or some of them
    nobody knows and `given` does not let them pass.
    """
    try:
        table = read_table(content, given=given, remembered=partial(remembered_columns, kind=given.kind))
    except HeadingsError as error:
        _refuse_revocations(error.reading, given=given)
        raise
    _refuse_revocations(table.reading, given=given)
    if given.ignore_unknown:
        return table
    try:
        for one in table.reading.lists:
            refuse_unknown(one.header)
    except HeadingsError as error:
        error.reading = table.reading
        raise
    return table


def _refuse_revocations(reading: Reading | None, *, given: Given) -> None:
    """A list of what is taken back, read as one of what is given, would give it anew."""
    if given.kind == FileKind.REVOCATIONS or reading is None:
        return
    for one in reading.lists:
        headings = (fold_heading(heading) for _place, heading in one.header.unknown)
        if one.titles.is_of_revocations or any("thu hoi" in heading for heading in headings):
            raise FileError(
                _(
                    "Tệp này là danh sách thu hồi, không phải %(kind)s. Hãy chọn loại tệp “Danh sách thu hồi” "
                    "(lệnh import_revocations)."
                )
                % {"kind": given.kind.label},
                code="file-of-another-kind",
                field="kind",
            )


def plan_import(
    file: bytes | str | Path | BinaryIO,
    *,
    name: str = "",
    on: date | None = None,
    given: Given = NOTHING_GIVEN,
    known_problems: Mapping[int, Sequence[Problem]] | None = None,
    table: Table | None = None,
) -> ImportPlan:
    """Read a file and say what it would do, row by row; writes nothing.

    Raises `FileError` as `read_file` does. `known_problems` refuses rows for reasons found elsewhere. `table` is
    the content already read, when it came as records and not as a file (`from_records`).
    """
    content = read_content(file)
    table = table or read_file(content, given=given)
    day = on or timezone.localdate()
    rows: LongList[PlannedRow] = LongList(shelf=shelf_of_rows())
    tally, planner = Tally(given.kind), kind_of_file(given.kind).planner(on=day)
    for part in in_parts(iter_records(table)):
        tell("planning", len(rows), len(table.rows))
        for record in part:
            record.problems += (known_problems or {}).get(record.row, ())
            record.accepted_reason = given.reasons.get(record.row, "")
            record.choices = given.choices
        for row in planner.plan(part):
            tally.count(row)
            rows.append(row)
        if not rows.is_short:
            planner.set_aside(rows.shelf)
    shown_name = name or (Path(file).name if isinstance(file, str | Path) else _("tệp"))
    return ImportPlan(shown_name, content, table, rows, day, tally, given)
