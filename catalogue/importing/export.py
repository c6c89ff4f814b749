"""The template of an evaluation file, offered for download."""

from __future__ import annotations

import csv
import io

from catalogue.importing.columns import COLUMNS, Column

TEMPLATE_NAME = "mau-nhap-ho-so.csv"
# Not in the template: the row label, columns of public lists, and what the file may say but need not.
_LEFT_OUT = frozenset(
    {
        "province_code",
        "province_then",
        "district",
        "locality",
        "group_number",
        "standing",
        "price_basis",
        "certainty",
        "source",
    }
)


def template_columns() -> list[Column]:
    """The columns of the template, in its order."""
    return [column for column in COLUMNS if column.key not in _LEFT_OUT]


def template_csv() -> str:
    """The template: one line of headings in our own words; with a BOM, so that Excel reads its accents."""
    out = io.StringIO()
    csv.writer(out).writerow([column.label for column in template_columns()])
    return f"\ufeff{out.getvalue()}"
