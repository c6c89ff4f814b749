"""The rows under a header sorted out: products, headings between them, totals, the signatures at the end. Pure."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from catalogue.importing.cells import Cell, plain_text
from catalogue.importing.flat import flat_text, plain_lines
from catalogue.importing.header_rows import HeaderPlace
from catalogue.importing.headings import Header
from catalogue.importing.section_rows import Closed, Outline, Section, label_of, read_section
from catalogue.importing.tables import LeftOut, Origin, Stated, Told, Why


class BodyRows(Sequence[tuple[int, tuple[Cell, ...], dict[str, Told]]]):
    """The products' rows: their lines, their cells – which stay with the sheet –, what headings tell of them."""

    def __init__(self, sheet: Sequence[tuple[Cell, ...]]) -> None:
        self._sheet, self._indexes = sheet, array("L")
        self._told: list[dict[str, Told]] = []

    def take(self, index: int, told: dict[str, Told]) -> None:
        """Take the row of that index for one of the list."""
        self._indexes.append(index)
        self._told.append(told)

    def __len__(self) -> int:
        return len(self._indexes)

    @overload
    def __getitem__(self, place: int) -> tuple[int, tuple[Cell, ...], dict[str, Told]]: ...
    @overload
    def __getitem__(self, place: slice) -> list[tuple[int, tuple[Cell, ...], dict[str, Told]]]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        index = self._indexes[place]
        return index + 1, self._sheet[index], self._told[place]


@dataclass
class ListBody:
    """What stands under a header: the products' rows with what headings tell of them, and everything else."""

    rows: BodyRows = field(default_factory=lambda: BodyRows(()))
    sections: list[Closed] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)


_TOTAL = re.compile(r"(tong cong|tong so|tong|cong|danh sach (?:nay )?(?:gom|co))\b")
_BESIDE_A_TOTAL = frozenset(
    [
        *("tong", "cong", "so", "san", "pham", "sp", "la", "gom", "co", "danh", "sach", "nay", "hang", "sao"),
        *("dat", "ocop", "toan", "tinh", "huyen", "cac", "loai", "chu", "the"),
    ]
)
_COUNT = re.compile(r"\b(\d{1,5})\s*(?:san pham|sp)\b")
_NUMBER = re.compile(r"\b(\d{1,5})\b(?!\s*(?:sao|chu the))")
_BARE_COUNT = re.compile(r"\d{1,5}(?:\s*(?:san pham|sp))?")
_NUMBERED = re.compile(r"\(?(\d{1,2}|[A-Z])\)?(?:\s*=.*)?")
_ENDING = re.compile(
    r"[(\s]*(?:noi nhan\b|tm\.|t/m\b|kt\.|k/t\b|tl\.|tuq\.|chu tich\b|pho chu tich\b|giam doc\b|pho giam doc\b"
    r"|thu truong\b|nguoi lap\b|truong phong\b|chanh van phong\b|ky,|ky ten|ghi chu\s*:|luu y\s*:|xac nhan cua\b"
    r"|(?:[^,]{2,40},\s*)?ngay\s[\s\d….]*thang\b)"
)


def read_body(
    rows: Sequence[tuple[Cell, ...]],
    *,
    header: Header,
    place: HeaderPlace,
    wide: frozenset[int] = frozenset(),
) -> ListBody:
    """Sort out the rows of a sheet below its header. `wide` are the indexes of rows merged into one cell."""
    return _Sorter(rows, header, place, wide).sort()


class _Sorter:
    def __init__(
        self, rows: Sequence[tuple[Cell, ...]], header: Header, place: HeaderPlace, wide: frozenset[int]
    ) -> None:
        self.rows, self.first, self.wide = rows, place.last + 1, wide
        places = {headed.column.key: headed.place for headed in reversed(header.columns)}
        self.name_place = places.get("product_name", -1)
        self.label_place = places.get("row_label", -1)
        self.few = min(3, len(header.columns))
        self.header_rows = {tuple(rows[index]) for index in range(place.first, place.last + 1)}
        self.body, self.outline = ListBody(BodyRows(rows)), Outline()
        self.since_total = 0
        self.facts: dict[str, Told] = {}

    def sort(self) -> ListBody:
        end = self._end()
        for index in range(self.first, len(self.rows)):
            row = self.rows[index]
            if not any(_is_filled(cell) for cell in row):
                continue
            if index >= end:
                self._leave_out(index, Why.ENDING)
            elif row in self.header_rows:
                self._leave_out(index, Why.HEADING)
            elif not self.body.rows and _is_numbering(_texts(row)):
                self._leave_out(index, Why.NUMBERING)
            elif _has_many_words(row) or not self._take_as_heading(index):
                self.body.rows.take(index, self.facts)
                self.outline.count_row()
                self.since_total += 1
        self.body.sections = sorted(self.outline.end(), key=lambda one: one.number)
        for one in self.body.sections:
            if one.section.stated_rows is not None:
                self.body.stated.append(Stated(one.number, one.section.stated_rows, one.rows))
        return self.body

    def _take_as_heading(self, index: int) -> bool:
        """Whether the row is a total, a heading or a note: one text, perhaps with a label before, counts behind."""
        filled = [(place, cell) for place, cell in enumerate(self.rows[index]) if plain_text(cell)]
        if len(filled) > 1 and (label := label_of(filled[0][1])) is not None:
            filled = filled[1:]
        else:
            label = ""
        (place, cell), others = filled[0], [plain_text(cell) for _place, cell in filled[1:]]
        if not isinstance(cell, str) or not all(_BARE_COUNT.fullmatch(flat_text(text)) for text in others):
            return False
        if self._take_as_total(index, cell, others):
            return True
        section = read_section(cell, label=label)
        if section is not None and (section.facts or index in self.wide or place != self.name_place):
            self._enter(index, section, others)
        elif (index in self.wide or place != self.name_place) and not others:
            self._leave_out(index, Why.NOTE)
        else:
            return False
        return True

    def _enter(self, index: int, section: Section, others: list[str]) -> None:
        if section.stated_rows is None and len(others) == 1:
            number = int(re.match(r"\d+", others[0])[0])  # type: ignore[index]
            section = Section(section.text, section.label, section.facts, number)
        self.outline.enter(section, number=index + 1)
        self.facts = {
            key: Told(value, Origin.SECTION, line) for key, (value, line) in self.outline.facts.items()
        }

    def _take_as_total(self, index: int, text: str, others: list[str]) -> bool:
        flat = flat_text(" ".join(plain_lines(text)))
        lead = _TOTAL.search(flat)
        if not lead or set(re.findall(r"[a-z]+", re.sub(r"\([^)]*\)", " ", flat))) - _BESIDE_A_TOTAL:
            return False
        numbers = [int(found) for found in _COUNT.findall(flat) or _NUMBER.findall(flat)]
        numbers = numbers or [
            int(found[0]) for found in (re.match(r"\d+", other) for other in others) if found
        ]
        if numbers:
            self._compare(index, numbers[0])
        self.since_total = 0
        self._leave_out(index, Why.TOTAL)
        return True

    def _compare(self, index: int, stated: int) -> None:
        """A total may speak of the whole list, of a section, or of the rows since the last total."""
        whole = len(self.body.rows)
        fits = stated in {whole, self.since_total, *self.outline.rows_of_open}
        self.body.stated.append(Stated(index + 1, stated, stated if fits else whole))

    def _leave_out(self, index: int, why: Why) -> None:
        text = " | ".join(_texts(self.rows[index]))
        self.body.left_out.append(LeftOut(index + 1, text[:200], why))

    def _end(self) -> int:
        """The index from which on there are no products any more but who signs and who receives."""
        end = len(self.rows)
        for index in range(len(self.rows) - 1, self.first - 1, -1):
            texts = _texts(self.rows[index])
            if self._is_product(index, texts):
                break
            if any(_ENDING.match(flat_text(text)) for text in texts) or set("".join(texts)) <= set("./ "):
                end = index if texts else end
        return end

    def _is_product(self, index: int, texts: tuple[str, ...]) -> bool:
        row = self.rows[index]
        if self.name_place >= len(row) or (self.name_place >= 0 and not plain_text(row[self.name_place])):
            return False
        if 0 <= self.label_place < len(row) and plain_text(row[self.label_place]).rstrip(".").isdigit():
            return True
        return len(texts) >= self.few and not any(_ENDING.match(flat_text(text)) for text in texts)


def _is_filled(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _has_many_words(row: Sequence[Cell]) -> bool:
    """Whether more cells hold words than a label and a heading: this row is a product's, told at a glance."""
    words = 0
    for cell in row:
        if isinstance(cell, str) and cell and not cell[0].isdigit():
            words += bool(cell.strip())
            if words == 3:
                return True
    return False


def _texts(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(text for cell in row if (text := plain_text(cell)))


def _is_numbering(texts: Sequence[str]) -> bool:
    """`(1) (2) (3) …` or `A B 1 2 3`: the columns numbered below their headings."""
    found = [_NUMBERED.fullmatch(text) for text in texts]
    if len(texts) < 3 or not all(found):
        return False
    numbers = [int(one[1]) for one in found if one and one[1].isdigit()]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
