"""The numbers as CSV: all of them in one file, each table in one of its own. No cell is run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from storefront.evidence.dossier import Dossier
from storefront.evidence.parts import Link, Section, Table, Value, tidy
from storefront.officer_lists import without_formula


def figures_csv(dossier: Dossier) -> bytes:
    """Every fact of every section, one a line: section, what, how much, how counted, address."""
    heads = [_("Mục"), _("Nội dung"), _("Giá trị"), _("Cách tính"), _("Địa chỉ")]
    first, last = dossier.period.first.isoformat(), dossier.period.last.isoformat()
    lines: list[list[Value]] = [[_("Kỳ"), _("Từ ngày"), first], [_("Kỳ"), _("Đến hết ngày"), last]]
    for section in dossier.sections:
        if section.lacking:
            lines.append([section.title, section.lacking])
        lines += [
            [section.title, fact.label, fact.value, fact.note, _href(fact.value)] for fact in section.facts
        ]
    return _encode([heads, *lines])


def tables_of(sections: Iterable[Section]) -> Iterator[tuple[str, bytes]]:
    """Each filled table as (key, CSV); a last column holds the address of what a row speaks of."""
    for section in sections:
        for table in section.filled_tables:
            yield table.key, _table(table)


def _table(table: Table) -> bytes:
    links = any(isinstance(value, Link) for row in table.rows for value in row)
    heads = [column.head for column in table.columns] + ([_("Địa chỉ")] if links else [])
    lines = [
        [*row, *([next((each.href for each in row if isinstance(each, Link)), "")] if links else [])]
        for row in table.rows
    ]
    return _encode([heads, *lines])


def _href(value: Value) -> str:
    return value.href if isinstance(value, Link) else ""


def _encode(lines: Iterable[Iterable[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([_cell(value) for value in line] for line in lines)
    return f"\ufeff{out.getvalue()}".encode()


def _cell(value: Value) -> Any:
    return value if isinstance(value, int) else without_formula(tidy(value).replace("\u00a0", " "))
