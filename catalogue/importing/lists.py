"""The lists of a file: which sheets are lists, what is told beside their rows, and those rows, numbered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import overload

from django.utils.translation import gettext as _

from catalogue.importing.cells import plain_text
from catalogue.importing.column_sets import COLUMN_SETS, ColumnSet
from catalogue.importing.columns import fold_heading
from catalogue.importing.errors import FileError, HeadingsError
from catalogue.importing.given import Given
from catalogue.importing.given_facts import PLACE_KEYS, given_facts
from catalogue.importing.header_rows import HeaderPlace, find_header
from catalogue.importing.headings import HEADER_SEARCH_ROWS, Header, Meanings, map_header, refuse_incomplete
from catalogue.importing.list_rows import ListBody, read_body
from catalogue.importing.tables import ListRead, Origin, Reading, TableRow, Told
from catalogue.importing.title_lines import NO_TITLES, Titles, read_title_lines
from catalogue.importing.workbooks import Sheet

Remembered = Callable[[frozenset[str]], Mapping[str, str]]
_EXAMPLES = 3


def nothing_remembered(headings: frozenset[str]) -> Mapping[str, str]:
    return {}


def heading_set(headings: Sequence[str]) -> frozenset[str]:
    """What two files share whose headings are the same in another order or spelling."""
    return frozenset(fold_heading(heading) for heading in headings) - {""}


@dataclass
class FoundList:
    """A sheet that is a list, with its header, the rows below it and what its title lines say."""

    sheet: Sheet
    place: HeaderPlace
    header: Header
    titles: Titles = NO_TITLES
    titles_from: str = ""
    body: ListBody = field(default_factory=ListBody)
    told: dict[str, Told] = field(default_factory=dict)

    @property
    def is_named(self) -> bool:
        """Whether it has what names a product: without that it is a summary, not a list."""
        return all(column.key != "product_name" for column in self.header.known.missing(self.header.has))

    def as_read(self) -> ListRead:
        stated = [*self.body.stated]
        return ListRead(
            sheet=self.sheet.name,
            header=self.header,
            examples=_examples(self),
            titles=self.titles,
            titles_from=self.titles_from,
            sections=tuple(self.body.sections),
            left_out=tuple(self.body.left_out),
            stated=tuple(stated),
            row_count=len(self.body.rows),
        )


def read_lists(
    sheets: Sequence[Sheet], *, given: Given, remembered: Remembered
) -> tuple[list[FoundList], Reading]:
    """Return the lists among the sheets and what was read beside their rows.

    Raises `FileError` when there is none, and `HeadingsError` when one lacks what every list must have.
    """
    known, facts = COLUMN_SETS[given.kind], given_facts(given)
    chosen = _chosen_sheets(sheets, given)
    found, skipped = _sort_out(chosen, known=known, given=given, remembered=remembered)
    if not found:
        raise _no_header(known)
    for one in found:
        one.body = read_body(one.sheet.rows, header=one.header, place=one.place, wide=one.sheet.wide)
    filled = [one for one in found if one.body.rows]
    if not filled:
        row = found[0].header.row_number
        message = _("Tệp chỉ có dòng tiêu đề (dòng %(row)s), không có dòng dữ liệu nào.") % {"row": row}
        raise FileError(message, code="file-without-rows")
    skipped += [(one.sheet.name, _("không có dòng dữ liệu")) for one in found if not one.body.rows]
    left_aside = [(sheet.name, _("không được chọn")) for sheet in sheets if sheet not in chosen]
    _read_titles(filled, sheets)
    for one in filled:
        one.told = _told(one.titles, facts)
    reading = Reading(tuple(one.as_read() for one in filled), (*skipped, *left_aside))
    for one in filled:
        _refuse_incomplete(one, reading)
    return filled, reading


class NumberedRows(Sequence[TableRow]):
    """The rows of all lists, each made when it is asked for."""

    def __init__(self, lists: Sequence[FoundList]) -> None:
        self._lists = lists

    def __len__(self) -> int:
        return sum(len(one.body.rows) for one in self._lists)

    def __iter__(self) -> Iterator[TableRow]:
        return _number_rows(self._lists)

    @overload
    def __getitem__(self, place: int) -> TableRow: ...
    @overload
    def __getitem__(self, place: slice) -> list[TableRow]: ...
    def __getitem__(self, place: int | slice) -> TableRow | list[TableRow]:
        return [*self][place]


def _number_rows(lists: Sequence[FoundList]) -> Iterator[TableRow]:
    """Numbers count on from list to list, lines are those of the sheet."""
    before = 0
    for one in lists:
        sheet = one.sheet.name if len(lists) > 1 else ""
        told: dict[int, Mapping[str, Told]] = {}
        for line, cells, facts in one.body.rows:
            together = told.setdefault(id(facts), {**one.told, **facts})
            yield TableRow(before + line, cells, together, one.header, sheet, line)
        before += len(one.sheet.rows)


def _chosen_sheets(sheets: Sequence[Sheet], given: Given) -> list[Sheet]:
    if not given.sheets:
        return list(sheets)
    names = {plain_text(sheet.name).casefold(): sheet for sheet in sheets}
    lacking = [name for name in given.sheets if plain_text(name).casefold() not in names]
    if lacking:
        raise FileError(
            _("Tệp không có trang tính %(lacking)s. Các trang tính của tệp: %(names)s.")
            % {
                "lacking": ", ".join(f"«{name}»" for name in lacking),
                "names": ", ".join(f"«{sheet.name}»" for sheet in sheets if sheet.name) or "—",
            },
            code="sheet-not-found",
            field="sheets",
        )
    wanted = {plain_text(name).casefold() for name in given.sheets}
    return [sheet for name, sheet in names.items() if name in wanted]


def _sort_out(
    sheets: Sequence[Sheet], *, known: ColumnSet, given: Given, remembered: Remembered
) -> tuple[list[FoundList], list[tuple[str, str]]]:
    """The sheets that are lists, and the others with the reason. One alone may lack what names a product."""
    found: list[FoundList] = []
    skipped: list[tuple[str, str]] = []
    for sheet in sheets:
        meanings = Meanings(known, given.columns)
        place = find_header(sheet.rows, meanings=meanings)
        if place is None:
            skipped.append((sheet.name, _("không thấy dòng tiêu đề của danh sách")))
            continue
        chosen = {**remembered(heading_set(place.headings)), **given.columns}
        header = map_header(place.headings, row_number=place.first + 1, meanings=Meanings(known, chosen))
        found.append(FoundList(sheet, place, header))
    named = [one for one in found if one.is_named]
    kept = named or found[:1]
    reason = _("không có cột tên sản phẩm")
    return kept, [*skipped, *((one.sheet.name, reason) for one in found if one not in kept)]


def _read_titles(lists: Sequence[FoundList], sheets: Sequence[Sheet]) -> None:
    """Title lines of each list; where they name no decision, the one that another sheet's title names."""
    for one in lists:
        one.titles = _titles(one.sheet, one.place.first)
    if all(one.titles.value("decision") for one in lists):
        return
    listed = {one.sheet.name for one in lists}
    elsewhere = [(one.sheet.name, one.titles) for one in lists]
    elsewhere += [
        (sheet.name, _titles(sheet, HEADER_SEARCH_ROWS)) for sheet in sheets if sheet.name not in listed
    ]
    naming = [(name, titles) for name, titles in elsewhere if titles.value("decision")]
    if len({titles.value("decision") for _name, titles in naming}) != 1:
        return
    name, titles = naming[0]
    for one in lists:
        if not one.titles.value("decision") and not one.titles.doubtful:
            own = [fact for fact in one.titles.facts if titles.value(fact.key) is None]
            one.titles = replace(one.titles, facts=(*own, *titles.facts), doubtful=())
            one.titles_from = name


def _titles(sheet: Sheet, end: int) -> Titles:
    return read_title_lines(
        (number, cell)
        for number, row in enumerate(sheet.rows[:end], start=1)
        for cell in row
        if isinstance(cell, str) and cell.strip()
    )


def _told(titles: Titles, given: Mapping[str, Told]) -> dict[str, Told]:
    """Title lines and what is given, given first; a place given leaves nothing of the titles' place."""
    told = {fact.key: Told(fact.value, Origin.TITLE, fact.line) for fact in titles.facts}
    if any(key in given for key in PLACE_KEYS):
        told = {key: fact for key, fact in told.items() if key not in PLACE_KEYS}
    return {**told, **given}


def _refuse_incomplete(one: FoundList, reading: Reading) -> None:
    beside = {*one.told, *(key for closed in one.body.sections for key in closed.section.facts)}
    try:
        refuse_incomplete(one.header, beside=beside)
    except HeadingsError as error:
        error.reading = reading
        if len(reading.lists) > 1:
            message = _("Trang tính «%(sheet)s»: %(message)s")
            error.message = message % {"sheet": one.sheet.name, "message": error.message}
        raise


def _examples(one: FoundList) -> dict[int, tuple[str, ...]]:
    """The first different values of each column, to see what it holds."""
    found: dict[int, list[str]] = {}
    for _line, cells, _facts in one.body.rows[:200]:
        for place, cell in enumerate(cells):
            seen = found.setdefault(place, [])
            if len(seen) < _EXAMPLES and (text := plain_text(cell)[:60]) and text not in seen:
                seen.append(text)
    return {place: tuple(texts) for place, texts in found.items()}


def _no_header(known: ColumnSet) -> FileError:
    needed = ", ".join(f"“{column.label}”" for column in known.columns if column.required)
    return FileError(
        _(
            "Không tìm thấy dòng tiêu đề. Tệp cần có các cột %(names)s; nếu tệp có những cột này, có thể nó được "
            "lưu sai bảng mã: hãy lưu lại dạng CSV UTF-8 hoặc .xlsx."
        )
        % {"names": needed},
        code="header-not-found",
    )
