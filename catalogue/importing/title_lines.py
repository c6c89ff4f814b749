"""The lines above the header of an annex: which decision, of which day, by whom, for which place. Pure.

"(Kèm theo Quyết định số 1234/QĐ-UBND ngày 15 tháng 5 năm 2024 của UBND tỉnh Thanh Hóa)", in one cell or over
several lines, or as the letterhead of the decision itself. What the decision is based on ("Căn cứ …", decisions
of the Prime Minister) is never taken for the decision.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from catalogue.certification.decisions import normalise_number
from catalogue.importing.flat import flat_text, plain_lines
from catalogue.importing.place_names import CENTRAL_CITIES, GAP, KINDS, NAME, named_place, spelled

Note = Callable[[str, str | date, int], None]

# A title names one decision; more text than this above a table is something else.
LONGEST_TITLE = 6_000


@dataclass(frozen=True)
class TitleFact:
    """A fact read above the header: the key of the column it stands for, its value, the line it begins on."""

    key: str
    value: str | date
    line: int


@dataclass(frozen=True)
class Titles:
    """What the lines above a header say. `doubtful` names decision numbers among which none stands out.

    `is_of_revocations` when they call the list one of products whose star is taken back.
    """

    facts: tuple[TitleFact, ...] = ()
    doubtful: tuple[str, ...] = ()
    stated_rows: int | None = None
    is_of_revocations: bool = False

    def value(self, key: str) -> str | date | None:
        return next((fact.value for fact in self.facts if fact.key == key), None)


NO_TITLES = Titles()


@dataclass(frozen=True)
class _Decision:
    start: int
    end: int
    number: str
    is_enclosing: bool


_DASHED = r"(?:\s*-\s*(?!ngay\b|ve\b|cua\b)[a-z][a-z.&]*)"
_NUMBER = re.compile(
    rf"(?P<named>quyet\s+dinh\s+(?:so\s*[:.]?\s*)?|\bqd\s+(?:so\s*[:.]?\s*)?|\bso\s*[:.]\s*)?"
    rf"(?P<number>\b\d{{1,6}}[a-z]?\s*/\s*(?:\d{{4}}\s*/\s*)?qd{_DASHED}*)"
    r"|quyet\s+dinh\s+so\s*[:.]?\s*(?P<bare>\d{1,6}[a-z]?)\b(?![\s]*/)"
)
_ENCLOSING = re.compile(r"kem\s+theo[^;]{0,80}$")
_DAY = (
    r"(?:ngay\s*(?P<d1>\d{1,2})\s*thang\s*(?P<m1>\d{1,2})\s*,?\s*nam\s*(?P<y1>\d{4})"
    r"|(?:ngay\s*)?(?P<d2>\d{1,2})\s*[/.\-]\s*(?P<m2>\d{1,2})\s*[/.\-]\s*(?P<y2>\d{4}))"
)
_DAY_BEHIND = re.compile(rf"[\s,;()]*(?:ky\s+|ban\s+hanh\s+)?{_DAY}")
_DAY_OF_LETTERHEAD = re.compile(rf",\s*{_DAY}")
_COMMITTEE = re.compile(
    rf"\b(?:ubnd|u\.b\.n\.d|uy\s+ban\s+nhan\s+dan)\s+(?P<kind>{KINDS}){GAP}(?P<name>{NAME})"
    rf"(?:\s*,\s*(?P<kind2>tinh|thanh\s+pho|tp\.?){GAP}(?P<name2>{NAME}))?"
)
_MINISTRIES = (
    (
        re.compile(r"\bbo\s+(?:nong\s+nghiep\s+(?:va|&)\s+moi\s+truong|nn\s*(?:&|va)\s*mt)\b"),
        "Bộ Nông nghiệp và Môi trường",
    ),
    (
        re.compile(
            r"\bbo\s+(?:nong\s+nghiep\s+(?:va|&)\s+phat\s+trien\s+nong\s+thon|nn\s*(?:&|va)\s*ptnt)\b"
        ),
        "Bộ Nông nghiệp và Phát triển nông thôn",
    ),
)
_PROVINCE = re.compile(rf"\btinh\s+(?P<name>{NAME})")
_DISTRICT = re.compile(rf"\bdia\s+ban\s+(?P<kind>huyen\s+dao|huyen|thi\s+xa|quan)\s+(?P<name>{NAME})")
_STATED_ROWS = re.compile(r"\b(?:gom|danh\s+sach|co)\s+(?:co\s+)?(\d{1,5})\s+san\s+pham\b")
_OF_REVOCATIONS = re.compile(r"\b(?:danh\s+sach|quyet\s+dinh|ve\s+viec)\b[^;.]{0,120}?\bthu\s+hoi\b")
_YEARS = range(2018, 2101)


def read_title_lines(lines: Iterable[tuple[int, str]]) -> Titles:
    """Return what the lines say; each comes with the number a spreadsheet shows beside it."""
    text, starts = _joined(lines)
    flat = flat_text(text)
    decision, doubtful = _decision_of(text, flat)
    facts: list[TitleFact] = []

    def note(key: str, value: str | date, place: int) -> None:
        facts.append(TitleFact(key, value, _line_at(starts, place)))

    tail = decision.end if decision else 0
    if decision and decision.number:
        note("decision", decision.number, decision.start)
    if decision and (found := _day_of(flat, decision)):
        note("decided_on", found[0], found[1])
        tail = max(tail, found[2])
    _note_authority(note, text, flat, tail=tail, has_decision=decision is not None)
    _note_places(note, text, flat, known={fact.key for fact in facts})
    stated = _STATED_ROWS.search(flat)
    is_of_revocations = _OF_REVOCATIONS.search(flat) is not None
    return Titles(tuple(facts), doubtful, int(stated[1]) if stated else None, is_of_revocations)


def _joined(lines: Iterable[tuple[int, str]]) -> tuple[str, list[tuple[int, int]]]:
    """The lines as one text without what a decision is based on, and where in it each line begins."""
    text, starts = "", []
    for number, line in lines:
        for part in plain_lines(line):
            if flat_text(part).startswith("can cu"):
                continue
            starts.append((len(text), number))
            text += f"{part}\n"
    return text[:LONGEST_TITLE], starts


def _line_at(starts: Sequence[tuple[int, int]], place: int) -> int:
    return next((number for start, number in reversed(starts) if start <= place), 0)


def _decision_of(text: str, flat: str) -> tuple[_Decision | None, tuple[str, ...]]:
    found = []
    for match in _NUMBER.finditer(flat):
        start, end = match.span("number" if match["number"] else "bare")
        number = re.sub(r"/QD\b", "/QĐ", normalise_number(text[start:end]))
        if "-TTG" in number:
            continue
        is_enclosing = _ENCLOSING.search(flat[: match.start()]) is not None
        found.append(_Decision(match.start(), match.end(), number, is_enclosing))
    enclosing = [one for one in found if one.is_enclosing]
    candidates = enclosing[:1] or found
    numbers = tuple(dict.fromkeys(one.number for one in candidates))
    if len(numbers) == 1:
        return candidates[0], ()
    return None, numbers


def _day_of(flat: str, decision: _Decision) -> tuple[date, int, int] | None:
    """The day and where it stands: behind the number, else the one day of the letterhead."""
    if found := _DAY_BEHIND.match(flat, decision.end):
        day = _date(found)
        return (day, decision.start, found.end()) if day else None
    if decision.is_enclosing:
        return None
    days = [(day, found) for found in _DAY_OF_LETTERHEAD.finditer(flat) if (day := _date(found))]
    if len({day for day, _found in days}) == 1:
        return days[0][0], days[0][1].start(), decision.end
    return None


def _date(found: re.Match[str]) -> date | None:
    day, month, year = (int(found[f"{part}1"] or found[f"{part}2"]) for part in "dmy")
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _note_authority(note: Note, text: str, flat: str, *, tail: int, has_decision: bool) -> None:
    """Who decided: named behind the decision ("của …"), else the one authority the titles name."""
    named = [(found.start(), found.end(), _committee(text, found)) for found in _COMMITTEE.finditer(flat)]
    for pattern, ministry in _MINISTRIES:
        named += [(found.start(), found.end(), {"authority": ministry}) for found in pattern.finditer(flat)]
    named = sorted((one for one in named if one[2]), key=lambda one: one[0])
    behind = [one for one in named if has_decision and re.fullmatch(_OF, flat[tail : one[0]])]
    chosen = behind[:1] or (named[:1] if len({one[2]["authority"] for one in named}) == 1 else [])
    for start, _end, facts in chosen:
        for key, value in facts.items():
            note(key, value, start)


_OF = r"[\s,)]*cua\s+(?:(?:pho\s+)?chu\s+tich\s+|bo\s+truong\s+)?"


def _committee(text: str, found: re.Match[str]) -> dict[str, str]:
    """The facts a people's committee's name tells: itself, and the place it governs."""
    place = named_place(text, found, "kind", "name")
    if place is None:
        return {}
    outer = named_place(text, found, "kind2", "name2") if found["kind2"] else None
    facts = {"authority": f"UBND {place.spelled}" + (f", {outer.spelled}" if outer else "")}
    if place.key == "province":
        return {**facts, "province": place.name}
    if place.key == "district":
        facts["district"] = place.spelled
    if outer:
        facts["province"] = outer.name
    return facts


def _note_places(note: Note, text: str, flat: str, *, known: set[str]) -> None:
    """The one province, and the one district, a title speaks of beside the authority."""
    if "province" not in known:
        provinces = [
            (spelled(text, found.start("name"), found.end("name")), found)
            for found in _PROVINCE.finditer(flat)
        ]
        cities = [
            (name, found)
            for found in re.finditer(rf"\b(?:thanh\s+pho|tp\.?){GAP}(?P<name>{NAME})", flat)
            if flat_text(name := spelled(text, found.start("name"), found.end("name"))) in CENTRAL_CITIES
        ]
        named = [(name, found) for name, found in (*provinces, *cities) if name]
        if len({flat_text(name) for name, _found in named}) == 1:
            note("province", named[0][0], named[0][1].start())
    if "district" not in known:
        districts = [
            (place.spelled, found)
            for found in _DISTRICT.finditer(flat)
            if (place := named_place(text, found, "kind", "name"))
        ]
        if len({name for name, _found in districts}) == 1:
            note("district", districts[0][0], districts[0][1].start())
