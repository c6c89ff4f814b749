"""A bank's list of movements, as banks export it: CSV or XLSX, title lines above, headings in several spellings."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.importing.cells import Cell, plain_text, read_date
from catalogue.importing.errors import CellError, FileError
from catalogue.importing.limits import refuse_too_large
from catalogue.importing.text_tables import decode
from catalogue.importing.workbooks import read_sheets
from storefront.transfers.models import BankStatement, BankTransfer
from storefront.transfers.receiving import Told, receive_transfer
from storefront.vietnamese import fold

_SEARCHED_ROWS = 40
_HEADINGS: dict[str, tuple[str, ...]] = {
    "at": (
        "ngay giao dich",
        "ngay gd",
        "thoi gian giao dich",
        "thoi gian",
        "ngay hieu luc",
        "transaction date",
        "date",
        "ngay",
    ),
    "credit": (
        "ghi co",
        "so tien ghi co",
        "phat sinh co",
        "ps co",
        "tien vao",
        "credit",
        "credit amount",
        "so tien",
        "amount",
    ),
    "debit": ("ghi no", "so tien ghi no", "phat sinh no", "ps no", "tien ra", "debit", "debit amount"),
    "memo": (
        "noi dung giao dich",
        "noi dung",
        "dien giai",
        "mo ta",
        "noi dung chi tiet",
        "description",
        "details",
    ),
    "reference": (
        "ma giao dich",
        "so but toan",
        "so tham chieu",
        "ma tham chieu",
        "so ct",
        "so chung tu",
        "reference",
        "ref no",
        "transaction id",
        "transaction no",
    ),
    "account": ("so tai khoan", "tai khoan", "account no", "account number", "account"),
}
_NEEDED = ("at", "credit", "memo", "reference")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_AMOUNT = re.compile(
    r"[+]?\s*(\d{1,3}(?:[.,\s]\d{3})*|\d+)(?:[.,]0{1,2})?\s*(?:vnd|vnđ|đ|d|₫)?", re.IGNORECASE
)


@dataclass(frozen=True)
class ImportedStatement:
    """What became of a statement. `known` transfers had been told of before and did nothing again."""

    statement: BankStatement
    new: list[BankTransfer]
    known: int
    is_repeated: bool


def read_statement(content: bytes, *, account: str = "") -> list[Told]:
    """Return the credits of a bank statement in the order of the file; debits are left out.

    `account` is used where the file names none. Raises `FileError` naming the row that makes no sense: a statement is
    taken over whole or not at all.
    """
    refuse_too_large(len(content))
    if content.startswith(b"PK"):
        sheets: list[Sequence[Sequence[Cell]]] = [sheet.rows for sheet in read_sheets(content)]
    else:
        sheets = [_text_rows(decode(content), mark) for mark in (",", ";", "\t", "|")]
    for rows in sheets:
        for place, row in enumerate(rows[:_SEARCHED_ROWS]):
            columns = _columns(row)
            if columns is not None:
                return _credits(rows, place, columns, account=account)
    raise FileError(
        _(
            "Không thấy dòng tiêu đề của sao kê. Tệp cần có các cột ngày giao dịch, ghi có (số tiền), nội dung và "
            "mã giao dịch."
        ),
        code="statement-without-headings",
    )


@transaction.atomic
def import_statement(producer: Any, content: bytes, *, name: str, by: Any = None) -> ImportedStatement:
    """Take note of every credit of a statement and keep the file. The same file again changes nothing.

    Raises `FileError` or `TransferRefusedError`, and then nothing of it was taken over.
    """
    told = read_statement(content, account=producer.bank_account)
    sha256 = hashlib.sha256(content).hexdigest()
    known = BankStatement.objects.filter(producer=producer, sha256=sha256).first()
    if known is not None:
        return ImportedStatement(known, [], len(told), is_repeated=True)
    statement = BankStatement(
        producer=producer, name=PurePath(name).name[-255:], sha256=sha256, uploaded_by=by, rows=len(told)
    )
    suffix = ".xlsx" if content.startswith(b"PK") else ".csv"
    statement.file.save(f"{sha256[:16]}{suffix}", ContentFile(content), save=False)
    statement.save()
    received = [
        receive_transfer(one, producer=producer, channel=BankTransfer.Channel.STATEMENT, statement=statement)
        for one in told
    ]
    new = [one.transfer for one in received if one.created]
    statement.new = len(new)
    statement.save(update_fields=["new"])
    return ImportedStatement(statement, new, len(received) - len(new), is_repeated=False)


def _text_rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return []


def _columns(row: Iterable[Cell]) -> dict[str, int] | None:
    """Which column is where, or None when this row is no heading."""
    headings = [re.sub(r"[^a-z ]", " ", fold(plain_text(cell))).split() for cell in row]
    found: dict[str, int] = {}
    for key, spellings in _HEADINGS.items():
        for spelling in spellings:
            words = spelling.split()
            place = next((at for at, heading in enumerate(headings) if heading[: len(words)] == words), None)
            if place is not None and place not in found.values():
                found[key] = place
                break
    return found if all(key in found for key in _NEEDED) else None


def _credits(
    rows: Sequence[Sequence[Cell]], heading: int, columns: dict[str, int], *, account: str
) -> list[Told]:
    told = []
    for number, row in enumerate(rows[heading + 1 :], start=heading + 2):
        cells = {key: row[place] if place < len(row) else None for key, place in columns.items()}
        if not plain_text(cells["at"]) or not plain_text(cells["reference"]):
            if _is_money(cells["credit"]) and plain_text(cells["memo"]) and not _is_total(row):
                raise _bad(number, _("thiếu ngày hoặc mã giao dịch"))
            continue  # blank lines, balances and totals around the list
        amount = _amount(cells["credit"], number)
        if not amount:
            continue
        own = plain_text(cells.get("account")) or account
        told.append(
            Told(
                account=own,
                reference=plain_text(cells["reference"]),
                amount=amount,
                memo=plain_text(cells["memo"]),
                at=_moment(cells["at"], number),
                row=number,
            )
        )
    return told


def _is_total(row: Sequence[Cell]) -> bool:
    return any(
        fold(plain_text(cell)).startswith(("tong", "so du", "cong", "total", "balance")) for cell in row
    )


def _is_money(cell: Cell) -> bool:
    return bool(plain_text(cell)) and _AMOUNT.fullmatch(plain_text(cell)) is not None


def _amount(cell: Cell, row: int) -> int:
    """Whole đồng of a credit; 0 for an empty cell, a dash or an outgoing amount."""
    text = plain_text(cell)
    if text in {"", "-", "–", "0"} or text.startswith(("-", "–", "(")):
        return 0
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if cell != int(cell):
            raise _bad(row, _("số tiền “%(text)s” có phần lẻ; tiền đồng không có xu") % {"text": text})
        return int(cell)
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise _bad(row, _("“%(text)s” không phải là số tiền") % {"text": text[:60]})
    try:
        return int(Decimal(re.sub(r"\D", "", found[1])))
    except InvalidOperation:
        raise _bad(row, _("“%(text)s” không phải là số tiền") % {"text": text[:60]}) from None


def _moment(cell: Cell, row: int) -> datetime:
    """When the money came, in Vietnam's time; a bare day counts from its first minute."""
    if isinstance(cell, datetime):
        return timezone.make_aware(cell) if timezone.is_naive(cell) else cell
    text = plain_text(cell)
    clock = _TIME.search(text)
    day_text = text[: clock.start()] + text[clock.end() :] if clock else text
    try:
        day = read_date(re.sub(r"[T\s]+$", "", day_text.strip()))
        told = time(*(int(part or 0) for part in clock.groups())) if clock else time()
    except (CellError, ValueError):
        day, told = None, time()
    if day is None or day.day is None:
        raise _bad(row, _("“%(text)s” không phải là ngày giao dịch") % {"text": text[:60]})
    return timezone.make_aware(datetime.combine(day.day, told))


def _bad(row: int, reason: str) -> FileError:
    message = _("Dòng %(row)s của sao kê: %(reason)s. Chưa ghi gì.") % {"row": row, "reason": reason}
    return FileError(message, code="statement-row", field=str(row))
