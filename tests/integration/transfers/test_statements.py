"""Statements as banks write them, taken over whole or not at all."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from openpyxl import Workbook

from catalogue.importing.errors import FileError
from storefront.payment.sources import balance_of
from storefront.transfers.models import BankStatement, BankTransfer
from storefront.transfers.statements import import_statement, read_statement
from tests.factories.purchases import make_paying_producer
from tests.factories.transfers import make_transfer_order

pytestmark = pytest.mark.django_db

LINES = [
    ["NGÂN HÀNG MINH HOẠ", "", "", "", "", ""],
    ["Sao kê tài khoản 0000123456", "", "", "", "", ""],
    ["STT", "Ngày giao dịch", "Số bút toán", "Ghi nợ", "Ghi có", "Nội dung giao dịch"],
    ["1", "22/11/2026 10:20:33", "FT1", "", "125,000", "CT DEN DH7K2M9QXW"],
    ["2", "22/11/2026 11:00", "FT2", "50.000", "", "Rut tien"],
    ["3", "23/11/2026", "FT3", "", "1.250.000 VND", "Thanh toán"],
    ["", "", "", "50.000", "1.375.000", "Tổng cộng"],
]


def _in_hanoi(text):
    return timezone.make_aware(datetime.fromisoformat(text))


def as_csv(lines, mark=",", encoding="utf-8-sig"):
    return "\n".join(mark.join(f'"{cell}"' for cell in line) for line in lines).encode(encoding)


def as_xlsx(lines):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [as_csv(LINES), as_csv(LINES, ";"), as_csv(LINES, "\t", "utf-16"), as_xlsx(LINES)],
    ids=["comma", "semicolon", "utf-16", "xlsx"],
)
def test_credits_are_read_and_debits_left_out(content):
    told = read_statement(content, account="0000 123 456")
    assert [(one.reference, one.amount, one.memo, one.row) for one in told] == [
        ("FT1", 125_000, "CT DEN DH7K2M9QXW", 4),
        ("FT3", 1_250_000, "Thanh toán", 6),
    ]
    assert [timezone.localtime(one.at) for one in told] == [
        _in_hanoi("2026-11-22T10:20:33"),
        _in_hanoi("2026-11-23T00:00:00"),
    ]


def test_excel_s_own_dates_and_numbers():
    lines = [
        ["Ngày", "Mã giao dịch", "Số tiền", "Nội dung"],
        [datetime.fromisoformat("2026-11-22T09:05"), "A1", 125000, "x"],
        [datetime.fromisoformat("2026-11-22"), "A2", -5000, "ra"],
    ]
    (told,) = read_statement(as_xlsx(lines))
    assert (told.amount, timezone.localtime(told.at)) == (
        125_000,
        _in_hanoi("2026-11-22T09:05:00"),
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["22/11/2026", "FT9", "12,5", "x"], "không phải là số tiền"),
        (["32/11/2026", "FT9", "1000", "x"], "không phải là ngày"),
        (["22/11/2026", "", "1000", "x"], "thiếu ngày hoặc mã giao dịch"),
        (["22/11/2026", "FT9", "một ngàn", "x"], "không phải là số tiền"),
    ],
)
def test_one_bad_row_and_nothing_is_taken_over(row, words):
    producer = make_paying_producer()
    good = ["22/11/2026", "FT8", "1000", "x"]
    content = as_csv([["Ngày", "Mã giao dịch", "Ghi có", "Nội dung"], good, row])
    with pytest.raises(FileError) as refusal:
        import_statement(producer, content, name="sao-ke.csv")
    assert refusal.value.field == "3"
    assert words in str(refusal.value.message)
    assert (BankTransfer.objects.count(), BankStatement.objects.count()) == (0, 0)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"%PDF-1.4", b"Ng\x00ay"])
def test_what_is_no_statement_is_refused(content):
    with pytest.raises(FileError):
        read_statement(content)


def test_a_statement_pays_orders_and_a_second_time_does_nothing():
    producer = make_paying_producer()
    order, other = make_transfer_order(producer), make_transfer_order(producer)
    day = timezone.localtime(order.date_placed + timedelta(minutes=5)).strftime("%d/%m/%Y %H:%M")
    lines = [
        ["Ngày giao dịch", "Số tham chiếu", "Ghi có", "Diễn giải"],
        [day, "FT1", "125.000", f"MB {order.number[:5]}.{order.number[5:]} tien mam"],
        [day, "FT2", "125.000", "khong ghi gi"],
    ]
    first = import_statement(producer, as_csv(lines), name="sao-ke.csv")
    assert [transfer.outcome for transfer in first.new] == ["exact", "unmatched"]
    assert (balance_of(order).paid, balance_of(other).paid) == (125_000, 0)
    assert first.statement.file.read() == as_csv(lines)

    again = import_statement(producer, as_csv(lines), name="sao-ke.csv")
    assert (again.is_repeated, again.new, again.known) == (True, [], 2)
    longer = import_statement(producer, as_csv([*lines, [day, "FT3", "1.000", "x"]]), name="sao-ke-2.csv")
    assert (longer.known, [transfer.reference for transfer in longer.new]) == (2, ["FT3"])
    assert (BankTransfer.objects.count(), balance_of(order).paid) == (3, 125_000)
