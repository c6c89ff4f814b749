"""The template of each kind of file, offered for download."""

from __future__ import annotations

import csv
import io

from catalogue.importing.column_sets import COLUMN_SETS
from catalogue.importing.given import FileKind

TEMPLATE_NAMES = {
    FileKind.RECOGNITIONS: "mau-cong-nhan.csv",
    FileKind.EVALUATIONS: "mau-danh-gia.csv",
    FileKind.REVOCATIONS: "mau-thu-hoi.csv",
}


def template_csv(kind: FileKind = FileKind.RECOGNITIONS) -> str:
    """The template: one line of headings in our own words; with a BOM, so that Excel reads its accents."""
    out = io.StringIO()
    csv.writer(out).writerow([column.label for column in COLUMN_SETS[kind].of_template])
    return f"\ufeff{out.getvalue()}"
