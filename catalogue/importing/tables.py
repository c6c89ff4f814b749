"""What reading a file gives: its rows, and everything that was read beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from catalogue.importing.cells import Cell
from catalogue.importing.headings import Header
from catalogue.importing.section_rows import Closed
from catalogue.importing.title_lines import NO_TITLES, Titles


class Origin(StrEnum):
    """Where a fact stands that no cell of its row tells; the earlier holds before the later."""

    SECTION = "section"
    GIVEN = "given"
    TITLE = "title"


@dataclass(frozen=True)
class Told:
    """A fact told beside a row's own cells: its value as a cell would hold it, where it stands."""

    value: Cell
    origin: Origin
    line: int = 0


NOTHING_TOLD: Mapping[str, Told] = MappingProxyType({})


@dataclass(frozen=True)
class TableRow:
    """One row under the header: its number, its cells by place, what is told of it beside them.

    `number` counts on through the lists of a file, so that no two rows share one; in a file with one list it is
    the row a spreadsheet shows. `line` is that row always, `sheet` is named when the file has several lists.
    """

    number: int
    cells: tuple[Cell, ...]
    told: Mapping[str, Told] = field(default_factory=lambda: NOTHING_TOLD)
    header: Header | None = None
    sheet: str = ""
    line: int = 0


class Why(StrEnum):
    """Why a row under the header is not one of the list."""

    TOTAL = "total"
    HEADING = "heading"
    NUMBERING = "numbering"
    ENDING = "ending"
    NOTE = "note"


@dataclass(frozen=True)
class LeftOut:
    """A row that was not taken for one of the list, and why."""

    line: int
    text: str
    why: Why


@dataclass(frozen=True)
class Stated:
    """A number of rows the file itself states, and how many there are: a heading's own, or the list's so far."""

    line: int
    stated: int
    found: int

    @property
    def is_right(self) -> bool:
        return self.stated == self.found


@dataclass(frozen=True)
class ListRead:
    """One list of a file: its sheet, its header with an example of each column, what stands around its rows."""

    sheet: str
    header: Header
    examples: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    titles: Titles = NO_TITLES
    titles_from: str = ""
    sections: tuple[Closed, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    stated: tuple[Stated, ...] = ()
    row_count: int = 0


@dataclass(frozen=True)
class Reading:
    """Everything read of a file beside its rows: its lists, and the sheets that are none, each with the reason."""

    lists: tuple[ListRead, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()


NOTHING_BESIDE = Reading()


@dataclass(frozen=True)
class Table:
    """A file read: its (first) header, its rows that are not empty, the sheet they come from, its sha256."""

    header: Header
    rows: Sequence[TableRow]
    sha256: str
    sheet: str = ""
    reading: Reading = NOTHING_BESIDE
