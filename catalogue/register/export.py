"""The register as a file, written line by line: memory does not grow with the register."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation

from catalogue.register.columns import COLUMNS, VERSION, Value, context, linked, values_of
from catalogue.register.entries import Row, entries_on, for_rows
from storefront.officer_lists import without_formula

CHUNK = 500
#: Names of places are Vietnamese in every file, whatever the language of the visitor.
LANGUAGE = "vi"


def rows_on(on: date) -> Iterator[Row]:
    """Every entry of the register on a day in order of its number, read from the database in chunks."""
    for entry in for_rows(entries_on(on)).order_by("pk").iterator(chunk_size=CHUNK):
        yield Row(entry, on)


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """RFC 4180 in UTF-8 with a byte order mark, so that Excel reads the accents; no cell is run as a formula."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([column.name for column in COLUMNS])
    for row in rows:
        with translation.override(LANGUAGE):
            cells = [_cell(value) for value in values_of(row).values()]
        yield writer.writerow(cells)


def json_pieces(rows: Iterable[Row], *, on: date) -> Iterator[str]:
    """One schema.org `Dataset` whose `hasPart` holds the certificates."""
    head = {
        "@context": context(),
        "@type": "Dataset",
        "@id": f"{settings.PUBLIC_BASE_URL}/so-dang-ky/chung-nhan.jsonld?ngay={on.isoformat()}",
        "name": "Sổ đăng ký sao OCOP",
        "version": VERSION,
        "temporalCoverage": on.isoformat(),
        "inLanguage": LANGUAGE,
    }
    yield f'{_json(head)[:-1]}, "hasPart": [\n'
    comma = ""
    for row in rows:
        with translation.override(LANGUAGE):
            told = linked(row)
        yield comma + _json(told)
        comma = ",\n"
    yield "\n]}\n"


class _Echo:
    """What `csv.writer` writes comes straight back."""

    def write(self, line: str) -> str:
        return line


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return str(without_formula(value)).replace("\x00", "")


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False)
