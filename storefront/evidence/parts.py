"""What a dossier is made of, the same for the page, the PDF and the tables in the ZIP. No database in here."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urljoin

from django.conf import settings

_BLANKS = re.compile(r"[ \t\r\n]+")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True)
class Link:
    """Words that lead to the record they come from; `href` is a whole address."""

    text: str
    href: str

    def __str__(self) -> str:
        return self.text


Value = str | int | Link


@dataclass(frozen=True)
class Fact:
    """One line "label: value"; `note` says how it was counted."""

    label: str
    value: Value
    note: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its heading, and its part of the page's width on paper."""

    head: str
    share: float = 1.0
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under columns. `key` names its file in the ZIP; `bars` draws the last column's numbers."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    bars: bool = False

    @property
    def lines(self) -> list[list[tuple[Value, Column]]]:
        """The rows, each value with its column."""
        return [list(zip(row, self.columns, strict=True)) for row in self.rows]

    @property
    def is_wide(self) -> bool:
        """Whether it has more words beside each other than a phone can hold."""
        return len(self.columns) > 4 or sum(not column.numeric for column in self.columns) > 2

    @property
    def most(self) -> int:
        """The largest number of the last column, at least 1."""
        numbers = [row[-1] for row in self.rows if isinstance(row[-1], int)]
        return max([1, *numbers])


@dataclass(frozen=True)
class Section:
    """One heading of the dossier.

    `lacking` says plainly that nothing is recorded; `advice` what the producer can do about it. `reach` counts by
    province; `proofs` counts what the list of Mẫu 02 asks for, by its key.
    """

    key: str
    title: str
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    lacking: str = ""
    advice: str = ""
    reach: dict[str, int] = field(default_factory=dict)
    proofs: dict[str, int] = field(default_factory=dict)

    @property
    def filled_tables(self) -> list[Table]:
        """The tables that have rows."""
        return [table for table in self.tables if table.rows]


def address(path: str) -> str:
    """The whole address of a page of ours; an address that is whole already stays."""
    return urljoin(f"{settings.PUBLIC_BASE_URL}/", path) if path else ""


def day(value: date | None) -> str:
    """`05/12/2026`; "–" for none."""
    return f"{value:%d/%m/%Y}" if value else "–"


def days(first: date | None, last: date | None) -> str:
    """`05/12/2026 – 09/12/2026`; a line may break after the dash only."""
    return f"{day(first)}\u00a0– {day(last)}"


def tidy(text: object) -> str:
    """NFC on one line without invisible characters: what a PDF and a CSV can hold. No-break spaces stay."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", str(text)))).strip()
