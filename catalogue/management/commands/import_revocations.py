"""Take the star from the products of a decision's list."""

from __future__ import annotations

from catalogue.importing.given import FileKind
from catalogue.management.importing import ImportCommand


class Command(ImportCommand):
    kind = FileKind.REVOCATIONS
    about = "Nhập danh sách thu hồi công nhận OCOP từ tệp CSV hoặc XLSX."
