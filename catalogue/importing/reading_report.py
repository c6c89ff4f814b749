"""What was read of a file beside its rows, in words: for the preview to show and the command to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from catalogue.importing.cells import Cell
from catalogue.importing.column_sets import COLUMN_SETS
from catalogue.importing.columns import fold_heading
from catalogue.importing.given import FileKind, Given
from catalogue.importing.given_facts import given_facts
from catalogue.importing.headings import Header, column_letter
from catalogue.importing.records import Record
from catalogue.importing.section_rows import STAR
from catalogue.importing.tables import LeftOut, ListRead, Reading, Why
from catalogue.importing.terms import PROVABLE_STANDINGS
from storefront.vietnamese import fold

#: Facts that may be given for a whole file, each with the option of the commands that gives it.
OPTIONS = {
    "decision": "--decision",
    "decided_on": "--decided-on",
    "authority": "--authority",
    "place": "--place",
}
_MOST_TOLD = 200


def labels(kind: FileKind) -> dict[str, str]:
    """What a fact that may be given is called for a kind of file: an evaluation has a council, no authority."""
    known = COLUMN_SETS[kind]
    named = {
        "decision": _("Số quyết định"),
        "decided_on": _("Ngày quyết định"),
        "authority": _("Cơ quan ban hành"),
        "place": _("Nơi (tỉnh, huyện, xã)"),
    }
    return {**named, **{fact: known.by_key[key].label for fact, key in known.given_as.items()}}


@dataclass(frozen=True)
class Missing:
    """A fact some rows lack that may be given for the whole file."""

    fact: str
    rows: int


class MissingFacts:
    """Counts the facts rows lack, most wanted first; none is missed where the kind of row does not need it."""

    def __init__(self, kind: FileKind) -> None:
        self.kind = kind
        self._counts = dict.fromkeys(OPTIONS, 0)

    def look_at(self, record: Record) -> None:
        """Count what this row lacks."""
        counts, kind = self._counts, self.kind
        has_place = record.get("province") is not None or record.get("province_code") is not None
        counts["place"] += not has_place and kind != FileKind.REVOCATIONS
        if _needs_decision(record, kind=kind):
            decision, decided = record.get("decision"), record.get("decided_on")
            counts["decision"] += not getattr(decision, "number", "")
            day = getattr(decided, "day", None) or getattr(decision, "decided_on", None)
            counts["decided_on"] += day is None
            counts["authority"] += not record.text("authority") and record.get("tier") is None
        for fact, key in COLUMN_SETS[kind].given_as.items():
            counts[fact] += record.get(key) is None

    @property
    def facts(self) -> list[Missing]:
        return [Missing(fact, rows) for fact, rows in self._counts.items() if rows]


def _needs_decision(record: Record, *, kind: FileKind) -> bool:
    if kind != FileKind.RECOGNITIONS:
        return kind == FileKind.REVOCATIONS
    if record.get("star") is None or record.text("standing") not in PROVABLE_STANDINGS:
        return False
    is_evaluation = record.get("evaluated_on") is not None and record.get("score") is not None
    return not is_evaluation or record.get("decision") is not None or record.get("decided_on") is not None


def title_values(reading: Reading, *, kind: FileKind) -> dict[str, Any]:
    """What the title lines say for the fields of the page: only where all lists agree."""
    known = COLUMN_SETS[kind]
    of_decision = [
        name
        for name in ("decision", "decided_on", "authority")
        if name in known.by_key and name not in known.given_as
    ]
    found: dict[str, set[Any]] = {name: set() for name in (*of_decision, "place")}
    for one in reading.lists:
        for name in of_decision:
            found[name].add(one.titles.value(name))
        places = [one.titles.value(key) for key in ("commune", "district", "province")]
        found["place"].add(", ".join(str(place) for place in places if place) or None)
    return {name: values.pop() for name, values in found.items() if len(values) == 1 and None not in values}


def conflicts(reading: Reading, given: Given) -> list[str]:
    """Where something given differs from the title lines: what is given holds, and both are shown."""
    told = given_facts(given)
    sentences = []
    for one in reading.lists:
        for fact in one.titles.facts:
            other = told.get(fact.key)
            if other is None or _is_same(other.value, fact.value):
                continue
            sentence = _(
                "Dòng tiêu đề (%(where)s) ghi %(label)s “%(title)s”, bạn cho biết “%(given)s”: dùng điều bạn cho biết."
            )
            told_in_words = {
                "where": _where(one, fact.line),
                "label": _label(one.header, fact.key).lower(),
                "title": _shown(fact.value),
                "given": _shown(other.value),
            }
            sentences.append(sentence % told_in_words)
    return list(dict.fromkeys(sentences))


def doubts(reading: Reading) -> list[str]:
    """What needs a look: a number of rows that is not what the file states, a decision that could be several."""
    sentences = []
    for one in reading.lists:
        if one.titles.doubtful:
            sentences.append(
                _(
                    "Dòng tiêu đề nêu nhiều quyết định (%(numbers)s), không rõ là quyết định nào của danh sách này."
                )
                % {"numbers": ", ".join(one.titles.doubtful)}
            )
        for stated in one.stated:
            if not stated.is_right:
                told = {"where": _where(one, stated.line), "stated": stated.stated, "found": stated.found}
                sentences.append(_("%(where)s ghi %(stated)s sản phẩm, đọc được %(found)s dòng.") % told)
        if one.titles.stated_rows not in (None, one.row_count):
            told = {"stated": one.titles.stated_rows, "found": one.row_count}
            sentences.append(_("Dòng tiêu đề ghi %(stated)s sản phẩm, đọc được %(found)s dòng.") % told)
    return sentences


def report(reading: Reading, *, given: Given, missing: Iterable[Missing] = ()) -> dict[str, Any]:
    """Everything read beside the rows, and what they lack, as it is kept with an upload."""
    titles = title_values(reading, kind=given.kind)
    return {
        "titles": _different(fact for one in reading.lists for fact in _titles(one)),
        "prefill": {
            name: value.isoformat() if isinstance(value, date) else value for name, value in titles.items()
        },
        "conflicts": conflicts(reading, given),
        "doubts": doubts(reading),
        "missing": [
            {"fact": one.fact, "label": labels(given.kind)[one.fact], "rows": one.rows} for one in missing
        ],
        "sections": [section for one in reading.lists for section in _sections(one)][:_MOST_TOLD],
        "left_out": [_left_out(one, row) for one in reading.lists for row in one.left_out][:_MOST_TOLD],
        "sheets": [{"name": one.sheet, "rows": one.row_count} for one in reading.lists if one.sheet],
        "skipped": [{"name": name, "why": why} for name, why in reading.skipped if name],
        "columns": _columns(reading),
    }


def _different(facts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each fact once: several lists may stand under the same title."""
    return list({tuple(fact.items()): fact for fact in facts}.values())


def _titles(one: ListRead) -> list[dict[str, Any]]:
    sheet = one.titles_from or one.sheet
    return [
        {
            "sheet": sheet,
            "line": fact.line,
            "label": _label(one.header, fact.key),
            "value": _shown(fact.value),
        }
        for fact in one.titles.facts
    ]


def _sections(one: ListRead) -> list[dict[str, Any]]:
    return [
        {
            "sheet": one.sheet,
            "line": closed.number,
            "text": closed.section.text[:200],
            "meaning": _meaning(closed.section.facts),
            "rows": closed.rows,
        }
        for closed in one.sections
    ]


def _meaning(facts: Mapping[str, Cell]) -> str:
    told = [
        _("%(star)s sao") % {"star": value} if key == STAR else _shown(value) for key, value in facts.items()
    ]
    return ", ".join(text for text in told if text)


def _left_out(one: ListRead, row: LeftOut) -> dict[str, Any]:
    whys = {
        Why.TOTAL: _("dòng tổng"),
        Why.HEADING: _("tiêu đề lặp lại"),
        Why.NUMBERING: _("số thứ tự cột"),
        Why.ENDING: _("phần ký, nơi nhận"),
        Why.NOTE: _("không hiểu, không phải sản phẩm"),
    }
    return {
        "sheet": one.sheet,
        "line": row.line,
        "text": row.text,
        "why": whys[row.why],
        "kind": row.why.value,
    }


def _columns(reading: Reading) -> list[dict[str, Any]]:
    """The columns of all lists, each heading once, in the order they stand."""
    found: dict[str, dict[str, Any]] = {}
    for one in reading.lists:
        header = one.header
        meanings = [(headed.place, headed.heading, headed.column.key) for headed in header.columns]
        meanings += [(place, heading, None) for place, heading in header.unknown]
        meanings += [(place, heading, "") for place, heading in header.left_out]
        for place, heading, key in sorted(meanings, key=lambda column: column[0]):
            found.setdefault(
                fold_heading(heading),
                {
                    "letter": column_letter(place),
                    "heading": heading[:200],
                    "key": key,
                    "label": _meaning_of(key, header),
                    "examples": list(one.examples.get(place, ())),
                },
            )
    return [{"folded": folded, **column} for folded, column in found.items() if folded]


def _meaning_of(key: str | None, header: Header) -> str:
    if key is None:
        return _("chưa nhận ra")
    return _label(header, key) if key else _("bỏ qua")


def _where(one: ListRead, line: int) -> str:
    sheet = one.titles_from or one.sheet
    if sheet:
        return _("trang «%(sheet)s», dòng %(line)s") % {"sheet": sheet, "line": line}
    return _("dòng %(line)s") % {"line": line}


def _label(header: Header, key: str) -> str:
    column = header.known.by_key.get(key)
    return column.label if column else key


def _is_same(one: Cell, other: Cell) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return fold(one) == fold(other)
    return one == other


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
