"""Rows that carry no product but a heading for the rows under them: a star, a group, a place. Pure.

"I. Hạng 4 sao", "A. Sản phẩm đạt 3 sao (12 sản phẩm)", "Nhóm: Thực phẩm", "II. Thị xã Nghi Sơn". A text is only
understood when every word of it is: "Sản phẩm tiềm năng 5 sao" makes nobody's star.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.importing.cells import Cell, plain_text
from catalogue.importing.errors import CellError
from catalogue.importing.flat import flat_text, plain_lines
from catalogue.importing.place_names import KINDS, NAME, named_place
from catalogue.importing.terms import read_group

STAR, GROUP, PROVINCE, DISTRICT, COMMUNE = "star", "group", "province", "district", "commune"


@dataclass(frozen=True)
class Section:
    """A heading inside a table: its label ("II", "1.2"), what it says of the rows under it, how many it promises.

    `facts` maps column keys to cells; an empty value says that the fact of an outer heading ends here.
    """

    text: str
    label: str = ""
    facts: Mapping[str, Cell] = field(default_factory=dict)
    stated_rows: int | None = None


_LABEL = re.compile(
    r"^(?:\(?([IVX]{1,5}|[A-Z]|\d{1,2}(?:\.\d{1,2}){0,2}|[IVX]{1,4}\.\d{1,2}|[a-z])\s*[.)/:-]\s*)(?=\S)"
)
_BARE_LABEL = re.compile(
    r"\(?([IVX]{1,5}|[A-Z]|\d{1,2}(?:\.\d{1,2}){0,2}|[IVX]{1,4}\.\d{1,2}|[a-z])\s*[.)/:-]*"
)
_COUNT = re.compile(
    r"[(:,\-]?\s*(?:gom|co|so luong|tong so|tong)?\s*:?\s*(\d{1,5})\s*(?:san pham|sp)\b\s*\)?\s*$"
)
_STAR = re.compile(r"\b([1-5]|mot|hai|ba|bon|nam)\s*sao\b|(?<![*★⭐])([*★⭐]{2,5})(?![*★⭐])")
_STAR_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}
# What may stand beside a star in a heading without changing what it says.
_BESIDE_A_STAR = frozenset(
    [
        *("cac", "danh", "sach", "san", "pham", "ocop", "dat", "hang", "xep", "phan", "loai", "muc", "tieu"),
        *("chuan", "duoc", "cong", "nhan", "ket", "qua", "nhom", "sao", "cua", "tai", "dia", "ban", "thuoc"),
        *("don", "vi", "gom", "co", "va", "tren"),
    ]
)
_PLACE = re.compile(rf"\b(?P<kind>{KINDS})(?:\s+|(?<=\.))(?P<name>{NAME})")
_BEFORE_A_PLACE = frozenset(
    [
        *(
            "cac",
            "danh",
            "sach",
            "san",
            "pham",
            "ocop",
            "cua",
            "tai",
            "tren",
            "dia",
            "ban",
            "thuoc",
            "ubnd",
            "don",
            "vi",
        )
    ]
)
_GROUP_LEAD = re.compile(
    r"^(nganh|phan nganh|nhom|phan nhom|bo san pham)\b(?:\s+(?:hang|san pham))?\s*[:\-]?\s*"
)
_WORDS = re.compile(r"[a-z0-9*★⭐]+")


def read_section(text: str, *, label: str = "") -> Section | None:
    """Return what a heading says, or `None` when it is none that is understood. `label` stands in another cell."""
    line = " ".join(plain_lines(text))
    if not label and (found := _LABEL.match(line)):
        label, line = found[1], line[found.end() :]
    flat, stated = flat_text(line), None
    if (found := _COUNT.search(flat)) and found.start() > 0:
        stated, line = int(found[1]), line[: found.start()]
        line = line.rstrip(" (:,-")
        flat = flat_text(line)
    facts = _facts_of(line, flat)
    return None if facts is None else Section(" ".join(plain_lines(text)), label, facts, stated)


def label_of(cell: Cell) -> str | None:
    """The label a cell holds and nothing else: `II`, `A.`, `1.2`; `None` when it holds something else."""
    found = _BARE_LABEL.fullmatch(plain_text(cell))
    return found[1] if found else None


def _facts_of(line: str, flat: str) -> dict[str, Cell] | None:
    if (group := _group_of(line, flat)) is not None:
        return group
    facts: dict[str, Cell] = {}
    rest, rest_flat = line, flat
    if found := _STAR.search(flat):
        word = found[1] or ""
        facts[STAR] = len(found[2]) if found[2] else _STAR_WORDS.get(word) or int(word)
        blank = " " * (found.end() - found.start())
        rest = rest[: found.start()] + blank + rest[found.end() :]
        rest_flat = flat_text(rest)
    places, words = _places_of(rest, rest_flat)
    allowed = _BESIDE_A_STAR if STAR in facts else _BEFORE_A_PLACE
    if not (facts or places) or set(_WORDS.findall(words)) - allowed:
        return None
    return {**facts, **places}


def _places_of(line: str, flat: str) -> tuple[dict[str, Cell], str]:
    """The places a line names, and its other words."""
    facts: dict[str, Cell] = {}
    others, end = "", 0
    while found := _PLACE.search(flat, end):
        place = named_place(line, found, "kind", "name")
        if place is None:
            others += flat[end : found.end("kind")]
            end = found.end("kind")
            continue
        name = place.name if place.key == PROVINCE else place.spelled
        facts.setdefault(place.key, name[0].upper() + name[1:])
        others += flat[end : found.start()]
        end = found.start("name") + _length_of(line[found.start("name") :], place.name)
    return facts, others + flat[end:]


def _length_of(text: str, name: str) -> int:
    """How many signs of the text the name takes up, spaces counted as they stand there."""
    letters = len(re.sub(r"[\s\-]", "", name))
    for place, sign in enumerate(text):
        letters -= not (sign.isspace() or sign == "-")
        if letters == 0:
            return place + 1
    return len(text)


def _group_of(line: str, flat: str) -> dict[str, Cell] | None:
    lead = _GROUP_LEAD.match(flat)
    if lead and _STAR.search(flat):
        return None
    name = line[lead.end() :] if lead else line
    try:
        group = read_group(name)
    except CellError:
        # A heading that says "ngành" and names none of the six ends the one before; "nhóm" may be a part of it.
        return {GROUP: None} if lead and "nganh" in lead[1] else ({} if lead else None)
    if group is None or (not lead and not name.strip(" .").isalpha() and flat.strip(" .").isdigit()):
        return None
    return {GROUP: name.strip()}


def style_of(section: Section, *, before: str | None) -> str:
    """How a heading is numbered, which tells its depth; `before` is the last label of a letter at this depth."""
    label = section.label
    if not label:
        return "by " + " ".join(sorted(section.facts))
    if before and len(before) == len(label) == 1 and ord(label) == ord(before) + 1:
        return "letter" if label.isupper() else "small letter"
    if re.fullmatch(r"[IVX]+", label):
        return "roman"
    if label.isalpha():
        return "letter" if label.isupper() else "small letter"
    return f"number {label.count('.')}"


@dataclass
class _Open:
    section: Section
    style: str
    number: int
    rows: int = 0


@dataclass(frozen=True)
class Closed:
    """A heading whose rows are over: where it stood and how many rows it had."""

    section: Section
    number: int
    rows: int


class Outline:
    """The headings in force while a table is read from top to bottom."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self.closed: list[Closed] = []

    def enter(self, section: Section, *, number: int) -> None:
        """Begin a section: it ends the one of its own depth and all inside that."""
        letters = [one.section.label for one in self._open if "letter" in one.style]
        style = style_of(section, before=letters[-1] if letters else None)
        depth = next((place for place, one in enumerate(self._open) if one.style == style), len(self._open))
        if not section.facts:
            depth = min(depth, self._depth_of_sibling())
        self._close(depth)
        self._open.append(_Open(section, style, number))

    def _depth_of_sibling(self) -> int:
        """A "nhóm" nobody knows ends a "nhóm" that is known; inside an "ngành" it is a part of it."""
        siblings = (
            place
            for place, one in enumerate(self._open)
            if GROUP in one.section.facts and flat_text(one.section.text).find("nhom") >= 0
        )
        return next(siblings, len(self._open))

    def count_row(self) -> None:
        for one in self._open:
            one.rows += 1

    def end(self) -> list[Closed]:
        """Close everything; return every heading with the rows it had."""
        self._close(0)
        return self.closed

    @property
    def facts(self) -> dict[str, tuple[Cell, int]]:
        """What holds for the next row: value and row of the heading by column key, inner headings before outer."""
        found: dict[str, tuple[Cell, int]] = {}
        for one in self._open:
            found.update({key: (value, one.number) for key, value in one.section.facts.items()})
        return {key: told for key, told in found.items() if told[0] is not None}

    @property
    def rows_of_open(self) -> set[int]:
        return {one.rows for one in self._open}

    def _close(self, depth: int) -> None:
        while len(self._open) > depth:
            one = self._open.pop()
            self.closed.append(Closed(one.section, one.number, one.rows))
