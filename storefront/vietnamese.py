"""Vietnamese text as data: folding, slugs, telephone numbers, money. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from storefront.errors import DomainError

_SPACES = re.compile(r"\s+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_PHONE_FILL = re.compile(r"[\s.\-()]+")
# Mobile and landline plans of Vietnam since 2018: 03 05 07 08 09 (ten digits) and 02 (eleven digits).
_PHONE = re.compile(r"^(?:[35789]\d{8}|2\d{9})$")
_D_STROKE = str.maketrans({"đ": "d", "Đ": "D"})


def fold(text: str) -> str:
    """Return `text` as people type it in a hurry: no marks, đ as d, lower case, single spaces.

    NFC and NFD input give the same answer, so do the two ways of placing a tone mark (`hoà`, `hòa`).
    """
    while True:
        decomposed = unicodedata.normalize("NFKD", text.translate(_D_STROKE).lower())
        bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
        folded = _SPACES.sub(" ", bare).strip()
        # Rare letters (ſ, ϒ) fall into further ones when lowered; Vietnamese is done after one round.
        if folded == text:
            return folded
        text = folded


def slugify(text: str, allow_unicode: bool = False) -> str:
    """Return the one address form of a Vietnamese name: `Nước mắm Cự Đà` → `nuoc-mam-cu-da`.

    Always ASCII; `allow_unicode` is accepted because Oscar passes it, and ignored: an address is read aloud,
    printed and pasted into chats, where percent-encoded letters are noise.
    """
    return _NOT_SLUG.sub("-", fold(text)).strip("-")


def normalise_phone(text: str) -> str:
    """Return a Vietnamese telephone number in E.164 form (`+84912345678`).

    Takes `0912 345 678`, `0912.345.678`, `+84 912345678`, `84912345678`, `(024) 3825 1234`.
    Raises `DomainError(code="phone-invalid")` for anything else.
    """
    digits = _PHONE_FILL.sub("", unicodedata.normalize("NFKC", text).strip())
    for prefix in ("+84", "0084", "84", "0"):
        if digits.startswith(prefix):
            national = digits[len(prefix) :].removeprefix("0") if prefix != "0" else digits[1:]
            if national.isascii() and _PHONE.match(national):
                return f"+84{national}"
    raise DomainError(
        _("Số điện thoại phải là số Việt Nam, gồm 10 chữ số bắt đầu bằng 0 (ví dụ 0912 345 678)."),
        code="phone-invalid",
        field="phone",
    )


def display_phone(e164: str) -> str:
    """Return `+84912345678` as people write it: `0912 345 678`. Other text is returned unchanged."""
    if not e164.startswith("+84"):
        return e164
    national = "0" + e164[3:]
    if len(national) == 10:
        return f"{national[:4]} {national[4:7]} {national[7:]}"
    # Hà Nội (024) and TP. Hồ Chí Minh (028) have area codes of three digits, all others of four.
    area = 3 if national.startswith(("024", "028")) else 4
    return f"{national[:area]} {national[area:-4]} {national[-4:]}"


def format_dong(amount: int | Decimal) -> str:
    """Return whole đồng in the Vietnamese form: `165000` → `165.000 ₫` (a no-break space before the sign).

    Raises `ValueError` for a fraction of a đồng: there is none, so it is a mistake further up.
    """
    whole = int(amount)
    if whole != amount:
        raise ValueError(f"not whole đồng: {amount}")
    return f"{whole:,}".replace(",", ".") + "\u00a0₫"
