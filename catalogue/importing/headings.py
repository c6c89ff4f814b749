"""From a file's first rows to its columns: where the header stands, what it means, what it lacks."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.importing.cells import Cell, plain_text
from catalogue.importing.column_sets import RECOGNITIONS, ColumnSet
from catalogue.importing.columns import Column, fold_heading, ignored
from catalogue.importing.errors import HeadingsError

# Offices write the title of an annex above the table; the header is looked for in so many rows.
HEADER_SEARCH_ROWS = 30
FEWEST_HEADINGS = 2
# What a column means that somebody chose to leave out.
LEFT_OUT = Column("", ("",), ignored)
_REMARK = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class Meanings:
    """What headings mean: what somebody said of them (`chosen`, folded heading → key), else the usual spellings."""

    known: ColumnSet = RECOGNITIONS
    chosen: Mapping[str, str] = field(default_factory=dict)

    def of(self, heading: str) -> Column | None:
        """The column a heading means, `LEFT_OUT`, or `None` when nobody knows. A remark in brackets may be missed."""
        folded = fold_heading(heading)
        if not folded:
            return None
        if (key := self.chosen.get(folded)) is not None and (not key or key in self.known.by_key):
            return self.known.by_key[key] if key else LEFT_OUT
        return self.known.named(heading) or self.known.named(_REMARK.sub(" ", heading))


@dataclass(frozen=True)
class HeadedColumn:
    """A column of this file: its place (0 is the first), the heading as written, what it means."""

    place: int
    heading: str
    column: Column


@dataclass(frozen=True)
class Header:
    """A header row: `row_number` as a spreadsheet counts, its columns, headings nobody knows.

    `known` are the columns its kind of file may have, `left_out` headings somebody chose to pass over.
    """

    row_number: int
    columns: tuple[HeadedColumn, ...]
    unknown: tuple[tuple[int, str], ...] = ()
    known: ColumnSet = RECOGNITIONS
    left_out: tuple[tuple[int, str], ...] = ()

    def heading_of(self, key: str) -> str:
        """The heading of a column as this file writes it, or its usual name where the file lacks it."""
        found = next((headed.heading for headed in self.columns if headed.column.key == key), None)
        usual = self.known.by_key.get(key)
        return found or (usual.label if usual else key)

    @property
    def headings(self) -> list[str]:
        """All headings as the file writes them."""
        named = [(headed.place, headed.heading) for headed in self.columns]
        return [heading for _place, heading in sorted([*named, *self.unknown, *self.left_out])]

    def has(self, key: str) -> bool:
        return any(headed.column.key == key for headed in self.columns)


def column_letter(place: int) -> str:
    """The letter a spreadsheet shows above a column: 0 → A, 26 → AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


USUAL = Meanings()


def count_known(row: Sequence[Cell], *, meanings: Meanings = USUAL) -> int:
    """How many different columns the cells of a row name."""
    return len({meanings.of(plain_text(cell)) for cell in row if isinstance(cell, str)} - {None, LEFT_OUT})


def map_header(headings: Sequence[Cell], *, row_number: int, meanings: Meanings = USUAL) -> Header:
    """Say what each heading of a header row means."""
    headed: list[HeadedColumn] = []
    unknown: list[tuple[int, str]] = []
    left_out: list[tuple[int, str]] = []
    for place, cell in enumerate(headings):
        heading = plain_text(cell)
        column = meanings.of(heading)
        if column is LEFT_OUT:
            left_out.append((place, heading))
        elif column is not None:
            headed.append(HeadedColumn(place, heading, column))
        elif heading:
            unknown.append((place, heading))
    return Header(row_number, tuple(headed), tuple(unknown), meanings.known, tuple(left_out))


def refuse_incomplete(header: Header, *, beside: Container[str] = ()) -> None:
    """Raise `HeadingsError` when a column comes twice, or a required one is missing and not told `beside` the table."""
    _refuse_repeated(header)
    missing = header.known.missing(lambda key: header.has(key) or key in beside)
    if missing:
        raise HeadingsError(
            ngettext(
                "Dòng tiêu đề (dòng %(row)s) thiếu cột bắt buộc %(names)s. Hãy thêm cột này, hoặc dùng tệp mẫu.",
                "Dòng tiêu đề (dòng %(row)s) thiếu các cột bắt buộc %(names)s. Hãy thêm các cột này, "
                "hoặc dùng tệp mẫu.",
                len(missing),
            )
            % {"row": header.row_number, "names": ", ".join(f"«{column.label}»" for column in missing)}
            + _place_hint(missing)
            + _unknown_hint(header),
            code="headings-missing",
            field=missing[0].key,
        )


def _place_hint(missing: Sequence[Column]) -> str:
    """The place of a whole list may be told beside it."""
    if not any(column.key == "province" for column in missing):
        return ""
    return " " + str(_("Cả danh sách ở một nơi thì ghi nơi đó ở ô “Nơi” (lệnh: --place)."))


def _refuse_repeated(header: Header) -> None:
    seen: dict[str, HeadedColumn] = {}
    for headed in header.columns:
        first = seen.setdefault(headed.column.key, headed)
        if first is not headed:
            raise HeadingsError(
                _(
                    "Cột %(first)s «%(first_heading)s» và cột %(second)s «%(second_heading)s» cùng mang nghĩa "
                    "“%(meaning)s”. Hãy bỏ hoặc đổi tên một cột."
                )
                % {
                    "first": column_letter(first.place),
                    "first_heading": first.heading,
                    "second": column_letter(headed.place),
                    "second_heading": headed.heading,
                    "meaning": headed.column.label,
                },
                code="heading-repeated",
                field=headed.column.key,
            )


def refuse_unknown(header: Header) -> None:
    """Raise `HeadingsError` naming every heading nobody knows, with its column and the nearest known one."""
    if not header.unknown:
        return
    raise HeadingsError(
        _(
            "Không nhận ra tiêu đề %(headings)s ở dòng %(row)s. Hãy đổi tên theo tệp mẫu, xoá cột, "
            "hoặc chọn “Bỏ qua cột không nhận ra”."
        )
        % {"headings": describe_unknown(header), "row": header.row_number},
        code="headings-unknown",
    )


def describe_unknown(header: Header) -> str:
    """The unknown headings in words: `«Vùng trồng» (cột K), «Hang sa» (cột L, có phải «Hạng sao»?)`."""
    return ", ".join(_described(place, heading, known=header.known) for place, heading in header.unknown)


def _described(place: int, heading: str, *, known: ColumnSet) -> str:
    near = get_close_matches(fold_heading(heading), known.by_heading, n=1, cutoff=0.75)
    values = {"heading": heading[:60], "letter": column_letter(place)}
    if near:
        values["near"] = known.by_heading[near[0]].label
        return str(_("«%(heading)s» (cột %(letter)s, có phải «%(near)s»?)") % values)
    return str(_("«%(heading)s» (cột %(letter)s)") % values)


def _unknown_hint(header: Header) -> str:
    if not header.unknown:
        return ""
    return " " + str(_("Tiêu đề không nhận ra: %(headings)s.") % {"headings": describe_unknown(header)})
