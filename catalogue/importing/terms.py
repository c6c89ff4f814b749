"""Words that stand for one of a few things: tiers, legal forms, groups, what kind of row this is."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from catalogue.importing.cells import Cell, read_text
from catalogue.importing.errors import CellError
from storefront.vietnamese import fold

# How a legal form is written, longest first where one begins another; the names are those of Producer.legal_form.
_LEGAL_FORMS: tuple[tuple[str, str], ...] = (
    ("doanh nghiep tu nhan", "private_enterprise"),
    ("private_enterprise", "private_enterprise"),
    ("dntn", "private_enterprise"),
    ("lien hiep htx", "cooperative"),
    ("lien hiep hop tac xa", "cooperative"),
    ("hop tac xa", "cooperative"),
    ("cooperative_group", "cooperative_group"),
    ("cooperative", "cooperative"),
    ("htx", "cooperative"),
    ("to hop tac", "cooperative_group"),
    ("tht", "cooperative_group"),
    ("trang trai", "farm"),
    ("farm", "farm"),
    ("ho kinh doanh", "household"),
    ("ho san xuat", "household"),
    ("ho gia dinh", "household"),
    ("ho ca the", "household"),
    ("household", "household"),
    ("hkd", "household"),
    ("ho", "household"),
    ("co so", "household"),
    ("hiep hoi", "association"),
    ("association", "association"),
    ("hoi", "association"),
    ("cong ty", "company"),
    ("company", "company"),
    ("ctcp", "company"),
    ("cty", "company"),
    ("tnhh", "company"),
    ("doanh nghiep", "company"),
)
# Beginnings of a producer's own name that leave no doubt about its form.
_FORM_IN_NAME = (
    "cong ty",
    "ctcp",
    "cty",
    "dntn",
    "doanh nghiep tu nhan",
    "htx",
    "hop tac xa",
    "to hop tac",
    "tht",
)


def read_legal_form(value: Cell) -> str | None:
    """Read the producer's legal form, in words or as its code: `HTX`, `Công ty TNHH`, `household`."""
    text = read_text(value)
    if text is None or fold(text) in {"unknown", "chua ro", "khac"}:
        return None
    if form := _form_of(fold(text)):
        return form
    raise CellError(
        _(
            "không nhận ra loại hình “%(text)s”; hãy viết Công ty, Doanh nghiệp tư nhân, Hợp tác xã, Tổ hợp tác, "
            "Trang trại, Hộ kinh doanh hoặc Hiệp hội"
        )
        % {"text": text},
        code="legal-form-unknown",
    )


def legal_form_in_name(name: str) -> str | None:
    """The legal form a producer's name begins with (`HTX Bích Thao`), when it says so without doubt."""
    folded = fold(name)
    if any(folded == start or folded.startswith(f"{start} ") for start in _FORM_IN_NAME):
        return _form_of(folded)
    return None


def _form_of(folded: str) -> str | None:
    for start, form in _LEGAL_FORMS:
        if folded == start or re.match(rf"{re.escape(start)}\b", folded):
            return form
    return None


# The six groups of today's tree by number; older eras' names lead to where their goods stand today.
_GROUP_NAMES: dict[str, int] = {
    "thuc pham": 1,
    "do uong": 2,
    "duoc lieu va san pham tu duoc lieu": 3,
    "duoc lieu": 3,
    "thao duoc": 3,
    "thu cong my nghe": 4,
    "thu cong my nghe trang tri": 4,
    "thu cong my nghe, trang tri": 4,
    "vai va may mac": 4,
    "vai, may mac": 4,
    "luu niem - noi that - trang tri": 4,
    "luu niem, noi that, trang tri": 4,
    "sinh vat canh": 5,
    "dich vu du lich cong dong, du lich sinh thai va diem du lich": 6,
    "dich vu du lich cong dong va diem du lich": 6,
    "dich vu du lich nong thon, ban hang": 6,
    "dich vu du lich": 6,
    "du lich cong dong": 6,
    "du lich": 6,
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_GROUP_LEAD = re.compile(r"^(?:nganh|nhom)\s*(?:hang|san pham)?\s*:?\s*")
_NUMBERED = re.compile(r"^(\d|[iv]{1,3})[.)\s:-]+(?=\S)")
# First criteria set of each group (QĐ 26/2026/QĐ-TTg): 1–13 food, 14–17 drinks, 18–20 herbs, 21–22 crafts …
_FIRST_SETS = ((26, 6), (23, 5), (21, 4), (18, 3), (14, 2), (1, 1))


def read_group(value: Cell) -> int | None:
    """Read one of the six groups, by name (also of older eras), `I`–`VI` or number; return 1 to 6."""
    text = read_text(value)
    if text is None:
        return None
    folded = _GROUP_LEAD.sub("", fold(text).replace("–", "-"))
    bare = folded.strip(" .")
    if bare.isdigit() and 1 <= int(bare) <= 6:
        return int(bare)
    if bare in _ROMAN:
        return _ROMAN[bare]
    if number := _GROUP_NAMES.get(_NUMBERED.sub("", bare)):
        return number
    raise CellError(
        _("không nhận ra ngành “%(text)s”; hãy viết tên một trong sáu ngành hoặc số từ 1 đến 6")
        % {"text": text},
        code="group-unknown",
    )


def group_of_set(criteria_set: int) -> int:
    """The group (1 to 6) a criteria set (1 to 26) of QĐ 26/2026/QĐ-TTg belongs to."""
    return next(group for first, group in _FIRST_SETS if criteria_set >= first)


DISTRICT, PROVINCE, MINISTRY = "district", "province", "ministry"
_TIERS = {
    "huyen": DISTRICT,
    "district": DISTRICT,
    "tinh": PROVINCE,
    "province": PROVINCE,
    "thanh pho": PROVINCE,
    "trung uong": MINISTRY,
    "tw": MINISTRY,
    "quoc gia": MINISTRY,
    "central": MINISTRY,
    "national": MINISTRY,
    "ministry": MINISTRY,
    "bo": MINISTRY,
}


def read_tier(value: Cell) -> str | None:
    """Read the tier of a council or a decision: `Huyện`, `Cấp tỉnh`, `Trung ương`."""
    text = read_text(value)
    if text is None:
        return None
    if tier := _TIERS.get(fold(text).removeprefix("cap ")):
        return tier
    raise CellError(
        _("không nhận ra cấp “%(text)s”; hãy viết Huyện, Tỉnh hoặc Trung ương") % {"text": text},
        code="tier-unknown",
    )


_REQUEST_KINDS = {
    "lan dau": "first",
    "moi": "first",
    "dang ky moi": "first",
    "nang hang": "upgrade",
    "danh gia lai": "renewal",
    "cong nhan lai": "renewal",
    "gia han": "renewal",
}


def read_request_kind(value: Cell) -> str | None:
    """Read why the product was evaluated (Mẫu 01): `Lần đầu`, `Nâng hạng` or `Đánh giá lại`."""
    text = read_text(value)
    if text is None:
        return None
    if kind := _REQUEST_KINDS.get(fold(text)):
        return kind
    raise CellError(
        _("không nhận ra hình thức “%(text)s”; hãy viết Lần đầu, Nâng hạng hoặc Đánh giá lại")
        % {"text": text},
        code="request-kind-unknown",
    )


# What a public list says about a product's standing; anything but the first two is only hearsay.
_STANDINGS = {
    "certified": "certified",
    "da cong nhan": "certified",
    "cong nhan": "certified",
    "con han": "certified",
    "dat": "certified",
    "renewal_unknown": "renewal_unknown",
    "chua ro gia han": "renewal_unknown",
    "upgrade_proposed": "upgrade_proposed",
    "de nghi nang hang": "upgrade_proposed",
    "potential_5": "potential_5",
    "tiem nang 5 sao": "potential_5",
    "star_unstated": "star_unstated",
    "chua neu hang sao": "star_unstated",
    "unknown": "unknown",
    "chua ro": "unknown",
}
PROVABLE_STANDINGS = frozenset({"", "certified", "renewal_unknown"})


def read_standing(value: Cell) -> str | None:
    """Read what the list says about the product: `certified`, `renewal_unknown`, `Tiềm năng 5 sao` …"""
    text = read_text(value)
    if text is None:
        return None
    if standing := _STANDINGS.get(fold(text)):
        return standing
    raise CellError(_("không nhận ra tình trạng “%(text)s”") % {"text": text}, code="standing-unknown")
