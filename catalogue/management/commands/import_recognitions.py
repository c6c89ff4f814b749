"""Bring a list of recognised products into the register."""

from __future__ import annotations

from catalogue.importing.given import FileKind
from catalogue.management.importing import ImportCommand


class Command(ImportCommand):
    kind = FileKind.RECOGNITIONS
    about = "Nhập danh sách công nhận OCOP từ tệp CSV hoặc XLSX."
