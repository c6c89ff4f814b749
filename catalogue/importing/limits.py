"""How large a file may be. Above these it is refused before it is unfolded in memory."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalogue.importing.errors import FileError

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
MOST_ROWS = 50_000
MOST_COLUMNS = 200
# An XLSX file is a ZIP: what it says it unfolds to, in all and against its own size.
LARGEST_UNFOLDED = 150 * MEGABYTE
HIGHEST_RATIO = 150
RATIO_FROM = 10 * MEGABYTE


def refuse_too_large(size: int) -> None:
    """Raise `FileError` for a file of `size` bytes that is larger than what is taken over at once."""
    if size > LARGEST_FILE:
        raise FileError(
            _("Tệp nặng hơn %(limit)s MB. Hãy chia thành nhiều tệp.") % {"limit": LARGEST_FILE // MEGABYTE},
            code="file-too-large",
        )


def refuse_too_many_rows(count: int) -> None:
    """Raise `FileError` when a file has more rows than are taken over at once."""
    if count > MOST_ROWS:
        raise FileError(
            _("Tệp có quá %(limit)s dòng. Hãy chia thành nhiều tệp.") % {"limit": MOST_ROWS},
            code="too-many-rows",
        )


def refuse_wide_row(width: int, *, row: int) -> None:
    """Raise `FileError` when a row has more cells than any list of this programme."""
    if width > MOST_COLUMNS:
        raise FileError(
            _("Dòng %(row)s có hơn %(limit)s ô. Hãy kiểm tra dấu phân cách hoặc xoá các cột thừa.")
            % {"row": row, "limit": MOST_COLUMNS},
            code="too-many-columns",
        )
