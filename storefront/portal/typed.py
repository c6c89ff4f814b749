"""What people type for money and counts, read strictly. Pure."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from storefront.errors import DomainError

_GROUPED = re.compile(r"\d{1,3}(?:[. ,]\d{3})+|\d+")
_SIGN = re.compile(r"\s*(?:vnđ|vnd|đồng|đ|₫)\s*$", re.IGNORECASE)
_LONGEST = 15


def read_dong(text: str) -> int:
    """Return whole đồng: `120000`, `120.000`, `120 000`, `120,000 đ`.

    Raises `DomainError(code="amount-invalid")` for anything else: a fraction, a minus, `1.5`, `12.0000`, mixed marks.
    """
    bare = _SIGN.sub("", unicodedata.normalize("NFKC", text).replace("\u00a0", " ").strip())
    marks = {mark for mark in bare if mark in ". ,"}
    if not bare.isascii() or len(marks) > 1 or not _GROUPED.fullmatch(bare):
        raise DomainError(_("Hãy nhập số đồng nguyên, ví dụ 120.000."), code="amount-invalid", field="amount")
    digits = re.sub(r"\D", "", bare)
    if len(digits) > _LONGEST:
        raise DomainError(_("Số này quá lớn."), code="amount-invalid", field="amount")
    return int(digits)
