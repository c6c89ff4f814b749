"""A small table as a file: CSV that Excel opens in our letters, or XLSX; nothing in it runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from openpyxl import Workbook

from storefront.officer_lists import without_formula

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_file(lines: Iterable[Sequence[Any]], *, kind: str, name: str, title: str = "") -> HttpResponse:
    """Return `lines` (the headings first) as the attachment `<name>.<kind>`; raises Http404 for another kind.

    In CSV a `date` is written as people read it, in XLSX it stays a day that can be sorted.
    """
    told = [[without_formula(cell) for cell in line] for line in lines]
    if kind == "csv":
        out = io.StringIO()
        csv.writer(out).writerows([[_shown(cell) for cell in line] for line in told])
        return _attached(f"\ufeff{out.getvalue()}".encode(), "text/csv; charset=utf-8", f"{name}.csv")
    if kind == "xlsx":
        book, buffer = Workbook(write_only=True), io.BytesIO()
        sheet = book.create_sheet(title[:31].replace("/", "-") or None)
        for line in told:
            sheet.append(line)
        book.save(buffer)
        return _attached(buffer.getvalue(), XLSX, f"{name}.xlsx")
    raise Http404


def _shown(cell: Any) -> Any:
    return f"{cell:%d/%m/%Y}" if hasattr(cell, "strftime") else cell


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=named)
