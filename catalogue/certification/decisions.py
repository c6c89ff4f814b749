"""How decisions and authorities are written, brought to one form. Pure."""

from __future__ import annotations

import re
import unicodedata

from storefront.vietnamese import fold

_LEAD = re.compile(r"^(?:quyết\s+định|qđ)?\s*(?:số)?\s*[:.]?\s*(?=\S)", re.IGNORECASE)
_AROUND_SIGNS = re.compile(r"\s*([/\-])\s*")
_SPACES = re.compile(r"\s+")
# Letters that look like Đ or like a hyphen in scanned and converted files.
_LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "–": "-", "—": "-", "‑": "-", "\u00a0": " "})


def normalise_number(text: str) -> str:
    """Return a decision number in its one form: `QĐ 377/QĐ-BNN–VPĐP` → `377/QĐ-BNN-VPĐP`.

    NFC, upper case, no line breaks, no words before the number. A text without a digit ("số cần tra") says
    that the number is not known and gives "".
    """
    plain = _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_LOOKALIKES)).strip()
    if not any(letter.isdigit() for letter in plain):
        return ""
    return _AROUND_SIGNS.sub(r"\1", _LEAD.sub("", plain, count=1)).upper()


def normalise_authority(text: str) -> str:
    """Return an authority's name in NFC with single spaces, otherwise as written."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def authority_key(text: str) -> str:
    """Return what two spellings of one authority share: `Uỷ ban nhân dân tỉnh Thanh Hoá` → `ubnd tinh thanh hoa`."""
    return fold(text).replace("uy ban nhan dan", "ubnd").replace("bo nong nghiep va moi truong", "bo nn&mt")
