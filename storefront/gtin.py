"""GS1 check digits. Pure: what products, import files and printed addresses all ask for."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def check_digit(body: str) -> str:
    """Return the digit that follows `body` (digits only): modulo 10, weights 3 and 1 from the right (GS1 GenSpecs 7.9).

    Raises `ValueError` when `body` is not digits.
    """
    if not (body.isascii() and body.isdigit()):
        raise ValueError("a check digit is computed over digits only")
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def has_valid_check_digit(number: str) -> bool:
    """Whether the last digit of a GS1 number of any length (GTIN, GLN, SSCC) is the right one."""
    return (
        len(number) > 1 and number.isascii() and number.isdigit() and check_digit(number[:-1]) == number[-1]
    )


def validate_gtin(value: str) -> None:
    """Refuse what is not a 14-digit GTIN with the right last digit (`ValidationError`, code `gtin`)."""
    if len(value) != 14 or not value.isdigit():
        raise ValidationError(_("GTIN gồm 14 chữ số (thêm số 0 ở đầu cho đủ)."), code="gtin")
    if not has_valid_check_digit(value):
        raise ValidationError(_("Chữ số kiểm tra của GTIN chưa đúng; hãy đối chiếu với bao bì."), code="gtin")
