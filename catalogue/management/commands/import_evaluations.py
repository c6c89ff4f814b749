"""Bring a council's results that no decision has recognised into the register."""

from __future__ import annotations

from catalogue.importing.given import FileKind
from catalogue.management.importing import ImportCommand


class Command(ImportCommand):
    kind = FileKind.EVALUATIONS
    about = "Nhập kết quả đánh giá chưa công nhận từ tệp CSV hoặc XLSX."
