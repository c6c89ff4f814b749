"""What is written in a cell → what is meant. Pure functions; a cell nobody filled in is `None`.

Every function takes a cell as the reader hands it over (text, number, date, truth value or `None`) and
raises `CellError` with a stable code when the cell says something else than its column promises.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from catalogue.certification.decisions import normalise_number
from catalogue.importing.errors import CellError
from storefront.gtin import has_valid_check_digit
from storefront.vietnamese import fold, normalise_phone

Cell = str | int | float | bool | date | datetime | None

LONGEST_CELL = 2000
EXCEL_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
# Stands in the place of a formula whose value the file does not hold.
UNCOMPUTED_FORMULA = "#FORMULA!"
_NOTHING = frozenset({"", "-", "–", "—", "…", "...", "n/a", "không có"})
_SPACES = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Day 0 of Excel's calendar, which believes in 29 February 1900; right for every day after it.
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119: numbers outside are not dates of this programme
_YEARS = range(1990, 2101)


@dataclass(frozen=True)
class DateCell:
    """A date as far as it is known: `day` when it is whole, otherwise only the `year`."""

    year: int
    day: date | None = None


def plain_text(value: Cell) -> str:
    """Return the cell as one line of NFC text with single spaces; numbers without a needless `.0`."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    return _SPACES.sub(" ", unicodedata.normalize("NFC", str(value))).strip()


def read_text(value: Cell) -> str | None:
    """Return a cell's text, or `None` for an empty one (a lone dash counts as empty)."""
    if isinstance(value, str):
        if _CONTROL.search(value):
            raise CellError(
                _("ô có ký tự điều khiển (tệp bị hỏng); hãy gõ lại ô này"), code="control-character"
            )
        if "\ufffd" in value:
            raise CellError(
                _("ô có ký tự lạ “�”: chữ đã bị mất khi lưu tệp sai bảng mã; hãy gõ lại ô này"),
                code="lost-character",
            )
        if _is_garbled(value):
            raise CellError(
                _("chữ trong ô bị sai bảng mã (“%(text)s”); hãy xuất lại tệp dạng CSV UTF-8 hoặc .xlsx")
                % {"text": _shown(plain_text(value))},
                code="garbled-text",
            )
    text = plain_text(value)
    if text == UNCOMPUTED_FORMULA:
        raise CellError(
            _("công thức trong ô chưa được tính; hãy mở tệp bằng Excel và lưu lại"),
            code="formula-not-computed",
        )
    if text.startswith("="):
        raise CellError(
            _("ô chứa công thức “%(text)s”; hãy ghi thẳng kết quả vào ô") % {"text": _shown(text)},
            code="formula-not-computed",
        )
    if text in EXCEL_ERRORS:
        raise CellError(_("công thức trong ô báo lỗi %(error)s") % {"error": text}, code="formula-error")
    if len(text) > LONGEST_CELL:
        raise CellError(
            _("ô dài quá %(limit)s ký tự; có thể một dấu ngoặc kép chưa được đóng") % {"limit": LONGEST_CELL},
            code="cell-too-long",
        )
    return None if text.lower() in _NOTHING else text


def _is_garbled(text: str) -> bool:
    """Whether UTF-8 was read as a Western encoding on the way here: `NÆ°á»›c máº¯m` for `Nước mắm`."""
    if text.isascii():
        return False
    for encoding in ("cp1252", "latin-1"):
        try:
            if not text.encode(encoding).decode("utf-8").isascii():
                return True
        except UnicodeError:
            continue
    return False


_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_YEAR_FIRST = re.compile(
    r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
)
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}),? nam (\d{4})")
_MONTH_ONLY = re.compile(r"(?:thang )?(\d{1,2})\s*[/\-]\s*(\d{4})")
_YEAR_ONLY = re.compile(r"(?:nam )?(\d{4})")
_NUMBER = re.compile(r"\d+(?:\.0+)?")


def read_date(value: Cell) -> DateCell | None:
    """Read `17/01/2025`, `2025-01-17`, an Excel day number, `ngày 17 tháng 1 năm 2025`, `01/2025` or `2025`.

    Day before month, always: `01/17/2025` is refused, never turned round.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return DateCell(year=value.year, day=value)
    text = read_text(value)
    if text is None:
        return None
    folded = fold(text)
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_YEAR_FIRST, (1, 2, 3)), (_IN_WORDS, (3, 2, 1))):
        if found := pattern.fullmatch(folded.upper() if pattern is _YEAR_FIRST else folded):
            return _whole_date(*(int(found[part]) for part in order), text=text)
    if found := _MONTH_ONLY.fullmatch(folded):
        if not 1 <= int(found[1]) <= 12:
            raise _no_such_day(text)
        return DateCell(year=_known_year(int(found[2]), text))
    if found := _YEAR_ONLY.fullmatch(folded):
        return DateCell(year=_known_year(int(found[1]), text))
    if _NUMBER.fullmatch(text) and int(float(text)) in _EXCEL_DAYS:
        day = _EXCEL_DAY_ZERO + timedelta(days=int(float(text)))
        return DateCell(year=day.year, day=day)
    raise CellError(
        _("“%(text)s” không phải là ngày; hãy viết theo dạng ngày/tháng/năm, ví dụ 17/01/2025")
        % {"text": _shown(text)},
        code="date-invalid",
    )


def _whole_date(year: int, month: int, day: int, *, text: str) -> DateCell:
    _known_year(year, text)
    if month > 12 and 1 <= day <= 12:
        raise CellError(
            _("“%(text)s” viết tháng trước ngày; hãy viết theo dạng ngày/tháng/năm") % {"text": text},
            code="date-month-first",
        )
    try:
        return DateCell(year=year, day=date(year, month, day))
    except ValueError:
        raise _no_such_day(text) from None


def _known_year(year: int, text: str) -> int:
    if year not in _YEARS:
        raise CellError(
            _("“%(text)s”: năm phải từ %(first)s đến %(last)s")
            % {"text": text, "first": _YEARS.start, "last": _YEARS.stop - 1},
            code="year-out-of-range",
        )
    return year


def _no_such_day(text: str) -> CellError:
    return CellError(_("“%(text)s”: không có ngày này trong lịch") % {"text": text}, code="date-invalid")


_SCORE = re.compile(r"(\d{1,3})(?:[.,](\d+?)0*)?\s*(?:diem|d|/\s*100)?")


def read_score(value: Cell) -> Decimal | None:
    """Read a score as an exact `Decimal`: `69,5`, `69.5`, `69,5 điểm`, `69,5/100`, 69.5. Never rounded."""
    text = read_text(value)
    if text is None:
        return None
    found = _SCORE.fullmatch(fold(text))
    if found is None:
        raise CellError(
            _("“%(text)s” không phải là điểm; hãy viết số từ 0 đến 100, ví dụ 69,5") % {"text": _shown(text)},
            code="score-invalid",
        )
    if len(found[2] or "") > 2:
        raise CellError(
            _("điểm %(text)s có quá hai chữ số thập phân; hãy ghi điểm như trong biên bản, không tự làm tròn")
            % {"text": _shown(text)},
            code="score-too-precise",
        )
    score = Decimal(f"{found[1]}.{found[2] or 0}")
    if score > 100:
        raise CellError(_("điểm %(text)s vượt quá 100") % {"text": text}, code="score-out-of-range")
    return score


_STAR_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}
_STAR = re.compile(r"(?:dat |xep )?(?:hang |ocop )*(\d|mot|hai|ba|bon|nam)(?:\.0)? ?(?:sao|\*|★|⭐️?)?")
_STAR_SIGNS = re.compile(r"(?:[*★⭐✯✩☆]\ufe0f?\s*){1,5}")


def read_star(value: Cell) -> int | None:
    """Read a number of stars, 1 to 5: `3 sao`, `***`, `★★★`, `3`, `Hạng 3 sao`, `ba sao`."""
    text = read_text(value)
    if text is None:
        return None
    star = 0
    if _STAR_SIGNS.fullmatch(text):
        star = sum(sign in "*★⭐✯" for sign in text)
    elif found := _STAR.fullmatch(fold(text)):
        star = _STAR_WORDS[found[1]] if found[1].isalpha() else int(found[1])
    if 1 <= star <= 5:
        return star
    raise CellError(
        _("“%(text)s” không phải là hạng sao; hãy viết 3, 4, 5, “3 sao” hoặc “***”") % {"text": _shown(text)},
        code="star-invalid",
    )


@dataclass(frozen=True)
class DecisionCell:
    """A decision as a cell names it: `number` when one is given, and the day when the cell carries it."""

    text: str
    number: str = ""
    decided_on: date | None = None

    def __len__(self) -> int:
        return len(self.text)


_DECISION_LEAD = re.compile(r"^(?:quyết\s+định|qđ|qd)?\s*(?:số)?\s*[:.]?\s*", re.IGNORECASE)
_DECISION_NUMBER = re.compile(r"(\d{1,6}[A-Za-z]?(?:\s*[/\-–]\s*[A-ZĐÐa-zđ0-9&.]+)*)(.*)")
_DECISION_DAY = re.compile(r"^[\s,;(]*(?:ký\s+)?ngày\s+(.+?)[\s)]*$", re.IGNORECASE)
_LOOK_UP = re.compile(r"[\s(]*(?:so )?(?:can tra|chua ro|chua co|khong ro|chua xac dinh)[\s)]*")


def read_decision(value: Cell) -> DecisionCell | None:
    """Read `QĐ 377/QĐ-BNN-VPĐP`, also broken over lines, also with “ngày 17/01/2025” behind it.

    `QĐ (số cần tra)` is a decision known to exist whose number is not known: `number` stays empty.
    """
    text = read_text(value)
    if text is None:
        return None
    rest = _DECISION_LEAD.sub("", text, count=1)
    if _LOOK_UP.fullmatch(fold(rest)) or not rest:
        return DecisionCell(text=text)
    found = _DECISION_NUMBER.fullmatch(rest)
    decided_on = None
    if found and found[2].strip():
        day = _DECISION_DAY.fullmatch(found[2])
        decided_on = read_date(day[1]).day if day else None  # type: ignore[union-attr]
    if not found or (found[2].strip() and decided_on is None):
        raise CellError(
            _("“%(text)s” không phải là số quyết định; hãy viết như 1114/QĐ-UBND") % {"text": _shown(text)},
            code="decision-number-invalid",
        )
    return DecisionCell(
        text=text, number=re.sub(r"/QD\b", "/QĐ", normalise_number(found[1])), decided_on=decided_on
    )


_MONEY = re.compile(r"(\d{1,3}(?:([.,\s])\d{3})*|\d+)(?:[.,]0{1,2})?\s*(?:₫|đồng|đ|vnđ|vnd)?", re.IGNORECASE)
HIGHEST_PRICE = 10_000_000_000


def read_dong(value: Cell) -> int | None:
    """Read whole đồng: `110000`, `110.000`, `110.000 đ`, `110,000 VNĐ`. There is no part of a đồng."""
    text = read_text(value)
    if text is None:
        return None
    found = _MONEY.fullmatch(text.removesuffix("/sản phẩm"))
    if found is None:
        raise CellError(
            _("“%(text)s” không phải là số tiền; hãy viết số đồng nguyên, ví dụ 110.000")
            % {"text": _shown(text)},
            code="money-invalid",
        )
    amount = int(re.sub(r"\D", "", found[1]))
    if amount > HIGHEST_PRICE:
        raise CellError(_("số tiền “%(text)s” quá lớn") % {"text": text}, code="money-out-of-range")
    return amount


def read_phone(value: Cell) -> str | None:
    """Read a Vietnamese telephone number into `+84912345678`; Excel's lost leading zero is put back."""
    text = read_text(value)
    if text is None:
        return None
    if not isinstance(value, str) and len(text) in (9, 10) and not text.startswith("0"):
        text = f"0{text}"
    return normalise_phone(text)


_GTIN_FILL = re.compile(r"[\s\-]")


def read_gtin(value: Cell) -> str | None:
    """Read a GTIN-8, -12, -13 or -14, check its last digit (GS1 modulo 10), return it with 14 digits."""
    text = read_text(value)
    if text is None:
        return None
    digits = _GTIN_FILL.sub("", text)
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (8, 12, 13, 14):
        raise CellError(
            _("“%(text)s” không phải là mã GTIN; mã có 8, 12, 13 hoặc 14 chữ số (định dạng ô là văn bản)")
            % {"text": _shown(text)},
            code="gtin-invalid",
        )
    padded = digits.zfill(14)
    if not has_valid_check_digit(padded):
        raise CellError(
            _("mã GTIN %(text)s có chữ số kiểm tra sai; hãy đối chiếu với bao bì") % {"text": text},
            code="gtin-check-digit",
        )
    return padded


_TAX_CODE = re.compile(r"\d{10}(?:-\d{3})?|\d{12}|\d{13}")


def read_tax_code(value: Cell) -> str | None:
    """Read a tax code: 10 digits, 10-3 for a branch, or the 12 digits of a citizen's number."""
    text = read_text(value)
    if text is None:
        return None
    digits = _SPACES.sub("", text)
    if not isinstance(value, str) and len(digits) == 9:
        digits = f"0{digits}"
    if not _TAX_CODE.fullmatch(digits):
        raise CellError(
            _(
                "“%(text)s” không phải là mã số thuế; mã có 10 chữ số, hoặc 10 chữ số thêm -001, hoặc 12 chữ số"
            )
            % {"text": _shown(text)},
            code="tax-code-invalid",
        )
    return f"{digits[:10]}-{digits[10:]}" if len(digits) == 13 else digits


_COUNT = re.compile(r"(?:bo |so |bo tieu chi |bo so )*(\d{1,3})(?:\.0)?\.?")


def read_count(value: Cell) -> int | None:
    """Read a small whole number: `9`, `9.0`, `Bộ số 9`, `Bộ tiêu chí 9`."""
    text = read_text(value)
    if text is None:
        return None
    found = _COUNT.fullmatch(fold(text))
    if found is None:
        raise CellError(_("“%(text)s” không phải là số") % {"text": _shown(text)}, code="number-invalid")
    return int(found[1])


def _shown(text: str) -> str:
    """The cell's own words, short enough to stand in a sentence."""
    return text if len(text) <= 60 else f"{text[:57]}…"
