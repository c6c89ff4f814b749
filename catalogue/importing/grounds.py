"""What a list of revocations says beside its dates: the lawful ground, and the certificate it takes back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.certification import rules
from catalogue.certification.numbers import read_number
from catalogue.importing.cells import Cell, read_text
from catalogue.importing.errors import CellError
from storefront.vietnamese import fold


@dataclass(frozen=True)
class GroundCell:
    """A ground by its code, and the words it was told in (empty: the very words of the law)."""

    code: str
    words: str = ""


# How offices tell a ground, the telling words first: "vi phạm" alone is what every other ground may hold too.
_SPELLINGS: tuple[tuple[str, str], ...] = (
    (r"gian doi|gian lan|gia mao|lam gia|khong trung thuc|khai man|khai khong dung", "dishonest-file"),
    (r"nhan hieu chung nhan|nhan hieu ocop|logo|bieu trung ocop|sai nhan hieu", "mark-misused"),
    (
        r"(?:ngung|dung|ngung han|cham dut|khong con) (?:viec )?(?:san xuat|kinh doanh|hoat dong)|giai the|pha san"
        r"|khong san xuat",
        "production-stopped",
    ),
    (
        r"(?:khong|chua) (?:con )?(?:dap ung|dat|duy tri|dam bao|bao dam)(?: \w+){0,4} (?:tieu chi|dieu kien|yeu cau)"
        r"|khong con (?:dap ung|dat)",
        "criteria-not-met",
    ),
    (r"\bvi pham\b", "law-broken"),
    (
        r"ket luan khac|ly do khac|li do khac|het han|het hieu luc|het thoi han|qua han"
        r"|(?:khong|chua)(?: \w+){0,4} danh gia lai|tu nguyen|chu the de nghi|theo de nghi cua chu the",
        "other-finding",
    ),
)


def read_ground(value: Cell) -> GroundCell | None:
    """Read one of the lawful grounds: its code, its name, or the words offices use for it."""
    text = read_text(value)
    if text is None:
        return None
    known, folded = rules.grounds(), fold(text).strip(" .;")
    for ground in known.values():
        if folded in (fold(ground.code), fold(ground.name)):
            return GroundCell(ground.code)
    for pattern, code in _SPELLINGS:
        if code in known and re.search(pattern, folded):
            return GroundCell(code, text)
    raise CellError(
        _("không nhận ra căn cứ thu hồi “%(text)s”; hãy viết một trong: %(grounds)s")
        % {"text": text[:120], "grounds": "; ".join(f"“{ground.name}”" for ground in known.values())},
        code="ground-unknown",
    )


def read_certificate(value: Cell) -> int | None:
    """Read a certificate's number in this register: `CN-123`, `123`, or the address of its page."""
    text = read_text(value)
    if text is None:
        return None
    number = read_number(text)
    if number is None:
        raise CellError(
            _("“%(text)s” không phải mã chứng nhận của sổ này; hãy viết như CN-123") % {"text": text[:60]},
            code="certificate-invalid",
        )
    return number
