"""What is written in a cell, and what is meant."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.importing import cells
from catalogue.importing.cells import DateCell, DecisionCell
from catalogue.importing.errors import CellError
from storefront.errors import DomainError

READERS = {
    cells.read_text: str,
    cells.read_date: DateCell,
    cells.read_score: Decimal,
    cells.read_star: int,
    cells.read_decision: DecisionCell,
    cells.read_dong: int,
    cells.read_phone: str,
    cells.read_gtin: str,
    cells.read_tax_code: str,
    cells.read_count: int,
}


@pytest.mark.parametrize("empty", [None, "", "  ", "-", "–", "\n", "…", "N/A"])
@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_an_empty_cell_is_none(read, empty):
    assert read(empty) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("17/01/2025", date(2025, 1, 17)),
        ("7/1/2025", date(2025, 1, 7)),
        ("17-01-2025", date(2025, 1, 17)),
        ("17.01.2025", date(2025, 1, 17)),
        ("2025-01-17", date(2025, 1, 17)),
        ("2025-01-17 00:00:00", date(2025, 1, 17)),
        ("2025-01-17T08:30:00", date(2025, 1, 17)),
        ("2025/01/17", date(2025, 1, 17)),
        ("ngày 17 tháng 1 năm 2025", date(2025, 1, 17)),
        ("Ngày 17 tháng 01, năm 2025", date(2025, 1, 17)),
        (45674, date(2025, 1, 17)),
        (45674.0, date(2025, 1, 17)),
        ("45674", date(2025, 1, 17)),
        (datetime(2025, 1, 17, 9, 30), date(2025, 1, 17)),  # noqa: DTZ001 -- as a workbook gives it
        (date(2025, 1, 17), date(2025, 1, 17)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_a_date_is_read_in_every_form(written, meant):
    assert cells.read_date(written) == DateCell(year=meant.year, day=meant)


@pytest.mark.parametrize(
    ("written", "year"), [("2021", 2021), (2021, 2021), (2021.0, 2021), ("năm 2021", 2021), ("10/2021", 2021)]
)
def test_a_bare_year_is_only_a_year(written, year):
    assert cells.read_date(written) == DateCell(year=year, day=None)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("01/17/2025", "date-month-first"),
        ("31/02/2025", "date-invalid"),
        ("29/02/2025", "date-invalid"),
        ("17/01/25", "date-invalid"),
        ("hôm qua", "date-invalid"),
        ("17/01/1825", "year-out-of-range"),
        ("1899", "year-out-of-range"),
        ("13/2025", "date-invalid"),
        (123, "date-invalid"),
        (-5, "date-invalid"),
        (1e300, "date-invalid"),
        (True, "date-invalid"),
    ],
)
def test_what_is_no_date_is_refused(written, code):
    with pytest.raises(CellError) as refused:
        cells.read_date(written)
    assert refused.value.code == code


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back_from_every_form(day):
    serial = (day - date(1899, 12, 30)).days
    for written in (
        f"{day:%d/%m/%Y}",
        day.isoformat(),
        serial,
        f"ngày {day.day} tháng {day.month} năm {day.year}",
    ):
        assert cells.read_date(written) == DateCell(day.year, day)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("69,5", "69.5"),
        ("69.5", "69.5"),
        ("69,99", "69.99"),
        ("69,5000", "69.5"),
        (" 70 ", "70"),
        ("94,2 điểm", "94.2"),
        ("94,2/100", "94.2"),
        (69.5, "69.5"),
        (69.99, "69.99"),
        (0.1 + 0.2, "0.3"),
        (100, "100"),
        ("0", "0"),
    ],
)
def test_a_score_is_exact(written, meant):
    score = cells.read_score(written)
    assert (type(score), score) == (Decimal, Decimal(meant))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("100,01", "score-out-of-range"),
        (101, "score-out-of-range"),
        ("82,333", "score-too-precise"),
        (82.33333333, "score-too-precise"),
        ("-1", "score-invalid"),
        ("7O", "score-invalid"),
        ("1.234,5", "score-invalid"),
        ("69,5,1", "score-invalid"),
        (float("inf"), "score-invalid"),
        (float("nan"), "score-invalid"),
    ],
)
def test_what_is_no_score_is_refused(written, code):
    with pytest.raises(CellError) as refused:
        cells.read_score(written)
    assert refused.value.code == code


@given(st.decimals(0, 100, places=2))
def test_a_score_is_the_same_with_comma_and_point(score):
    assert cells.read_score(str(score)) == cells.read_score(str(score).replace(".", ",")) == score


@pytest.mark.parametrize(
    "form",
    ["{n}", "{n} sao", "{n}sao", "{n}*", "{n} ★", "Hạng {n} sao", "OCOP {n} sao", "Đạt {n} sao", "{n}.0"],
)
@pytest.mark.parametrize("star", [1, 2, 3, 4, 5])
def test_stars_are_read_from_words(form, star):
    assert cells.read_star(form.format(n=star)) == star


@pytest.mark.parametrize("sign", ["*", "★", "⭐", "* ", "★ "])
@pytest.mark.parametrize("star", [1, 2, 3, 4, 5])
def test_stars_are_counted(sign, star):
    assert cells.read_star(sign * star) == star


@pytest.mark.parametrize(("written", "star"), [("ba sao", 3), ("Bốn sao", 4), (3, 3), (4.0, 4), ("★★★☆☆", 3)])
def test_stars_in_other_forms(written, star):
    assert cells.read_star(written) == star


@pytest.mark.parametrize(
    "written", ["0", "6", "33", "3,5", 3.5, "******", "tiềm năng 5 sao", "sao", "☆☆☆", True]
)
def test_what_is_no_star_is_refused(written):
    with pytest.raises(CellError) as refused:
        cells.read_star(written)
    assert refused.value.code == "star-invalid"


@pytest.mark.parametrize(
    ("written", "number", "day"),
    [
        ("QĐ 377/QĐ-BNN-VPĐP", "377/QĐ-BNN-VPĐP", None),
        ("377/QĐ-BNN-VPĐP", "377/QĐ-BNN-VPĐP", None),
        ("Quyết định số 1114/QĐ-UBND", "1114/QĐ-UBND", None),
        ("1114/\nQĐ-UBND", "1114/QĐ-UBND", None),
        ("1114 / QĐ - UBND", "1114/QĐ-UBND", None),
        ("1114/qd-ubnd", "1114/QĐ-UBND", None),
        ("12/QĐ-MH", "12/QĐ-MH", None),
        ("1114/QĐ-UBND ngày 6/4/2021", "1114/QĐ-UBND", date(2021, 4, 6)),
        ("Số: 1114/QĐ-UBND,\nngày 06 tháng 4 năm 2021", "1114/QĐ-UBND", date(2021, 4, 6)),
        ("QĐ (số cần tra)", "", None),
        ("chưa rõ", "", None),
        (377, "377", None),
    ],
)
def test_a_decision_number_has_one_form(written, number, day):
    decision = cells.read_decision(written)
    assert (decision.number, decision.decided_on) == (number, day)


@pytest.mark.parametrize("written", ["của UBND tỉnh", "1114/QĐ-UBND và 1115/QĐ-UBND", "abc"])
def test_what_is_no_decision_number_is_refused(written):
    with pytest.raises(CellError) as refused:
        cells.read_decision(written)
    assert refused.value.code == "decision-number-invalid"


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        (110000, 110_000),
        (110000.0, 110_000),
        ("110000", 110_000),
        ("110.000", 110_000),
        ("110,000", 110_000),
        ("110 000 đ", 110_000),
        ("1.200.000 đồng", 1_200_000),
        ("110.000₫", 110_000),
        ("110.000 VNĐ", 110_000),
        ("0", 0),
    ],
)
def test_money_is_whole_dong(written, amount):
    assert cells.read_dong(written) == amount


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1,5 triệu", "money-invalid"),
        ("-5000", "money-invalid"),
        (1500.5, "money-invalid"),
        ("9" * 14, "money-out-of-range"),
    ],
)
def test_what_is_no_price_is_refused(written, code):
    with pytest.raises(CellError) as refused:
        cells.read_dong(written)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "written", ["0912 345 678", "0912.345.678", "+84 912 345 678", 912345678, "84912345678"]
)
def test_a_phone_has_one_form(written):
    assert cells.read_phone(written) == "+84912345678"


@pytest.mark.parametrize("written", ["0912 abc 678", "12345", "0912345678; 0987654321"])
def test_a_phone_with_letters_is_refused(written):
    with pytest.raises(DomainError) as refused:
        cells.read_phone(written)
    assert refused.value.code == "phone-invalid"


@pytest.mark.parametrize(
    ("written", "gtin"),
    [
        ("4006381333931", "04006381333931"),
        (4006381333931, "04006381333931"),
        (4006381333931.0, "04006381333931"),
        ("4006-3813 33931", "04006381333931"),
        ("73513537", "00000073513537"),
        ("09520000000011", "09520000000011"),
    ],
)
def test_a_gtin_is_checked_and_padded(written, gtin):
    assert cells.read_gtin(written) == gtin


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("4006381333932", "gtin-check-digit"),
        ("123", "gtin-invalid"),
        ("4,00638E+12", "gtin-invalid"),
        ("40063813339３1", "gtin-invalid"),
    ],
)
def test_a_wrong_gtin_is_refused(written, code):
    with pytest.raises(CellError) as refused:
        cells.read_gtin(written)
    assert refused.value.code == code


@given(st.text("0123456789", min_size=13, max_size=13), st.integers(0, 9))
def test_one_check_digit_of_ten_is_right(body, wrong):
    right = [digit for digit in "0123456789" if _is_gtin(body + digit)]
    assert len(right) == 1
    assert _is_gtin(f"{body}{wrong}") == (str(wrong) == right[0])


def _is_gtin(text: str) -> bool:
    try:
        return cells.read_gtin(text) == text
    except CellError:
        return False


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2801234567", "2801234567"),
        (101234567, "0101234567"),
        ("2801234567001", "2801234567-001"),
        ("038199001234", "038199001234"),
    ],
)
def test_a_tax_code_has_one_form(written, code):
    assert cells.read_tax_code(written) == code


def test_a_short_tax_code_is_refused():
    with pytest.raises(CellError) as refused:
        cells.read_tax_code("28012")
    assert refused.value.code == "tax-code-invalid"


@pytest.mark.parametrize(
    ("written", "number"), [("9", 9), (9, 9), (9.0, 9), ("Bộ số 9", 9), ("Bộ tiêu chí số 26", 26)]
)
def test_a_criteria_set_is_a_number(written, number):
    assert cells.read_count(written) == number


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("a\x00b", "control-character"),
        ("a\x07b", "control-character"),
        ("n\ufffdc mắm", "lost-character"),
        ("#REF!", "formula-error"),
        ("=SUM(B2:B9)", "formula-not-computed"),
        ('=HYPERLINK("http://x.vn")', "formula-not-computed"),
        ("Nước mắm".encode().decode("latin-1"), "garbled-text"),
        ("x" * 2001, "cell-too-long"),
    ],
)
def test_broken_text_is_refused(written, code):
    with pytest.raises(CellError) as refused:
        cells.read_text(written)
    assert refused.value.code == code


def test_text_is_one_line_of_composed_letters():
    decomposed = unicodedata.normalize("NFD", "Nước   mắm\n Cự Đà ")
    assert cells.read_text(decomposed) == "Nước mắm Cự Đà"


def read_or_refuse(read, cell):
    try:
        return read(cell)
    except DomainError as refusal:
        return refusal


@given(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=80), st.dates(), st.datetimes()
    )
)
def test_no_cell_brings_a_reader_down(cell):
    """It is nothing, what its reader promises, or refused with a sentence."""
    for read, kind in READERS.items():
        value = read_or_refuse(read, cell)
        if isinstance(value, DomainError):
            assert value.code
            assert str(value.message).strip()
        else:
            assert value is None or isinstance(value, kind)


def test_the_day_zero_of_excel_is_right_for_days_after_february_1900():
    assert date(1899, 12, 30) + timedelta(days=61) == date(1900, 3, 1)
