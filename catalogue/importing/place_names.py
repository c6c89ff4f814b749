"""Names of provinces, districts and communes inside a line of text, in capitals or not. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalogue.importing.flat import flat_text

# As matched on flat text: words of a name, hyphens between them; where it ends is settled by `spelled`.
NAME = r"[a-z'’]+(?:[ \-]+[a-z'’]+){0,5}"
GAP = r"(?:\s+|(?<=\.))"
KINDS = r"tinh|thanh\s+pho|tp\.?|huyen\s+dao|huyen|thi\s+xa|quan|xa|phuong|thi\s+tran|dac\s+khu"
CENTRAL_CITIES = frozenset({"ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue"})

_KIND_WORDS = {
    "tinh": ("province", "tỉnh"),
    "huyen": ("district", "huyện"),
    "huyen dao": ("district", "huyện đảo"),
    "thi xa": ("district", "thị xã"),
    "quan": ("district", "quận"),
    "xa": ("commune", "xã"),
    "phuong": ("commune", "phường"),
    "thi tran": ("commune", "thị trấn"),
    "dac khu": ("commune", "đặc khu"),
}
_WORD = re.compile(r"[^\s\-]+")
# Words that go on behind a name in a line of capitals, where nothing else shows its end.
_NOT_IN_NAMES = frozenset(
    [
        *(
            "NĂM",
            "VỀ",
            "THEO",
            "ĐƯỢC",
            "ĐẠT",
            "TRÊN",
            "CỦA",
            "VÀ",
            "VỚI",
            "ĐỢT",
            "LẦN",
            "HẠNG",
            "NGÀY",
            "KÈM",
        ),
        *("DANH", "SỐ", "CỘNG", "NHẬN", "PHÊ", "THUỘC", "GIAI"),
    ]
)
_RECOGNISED = re.compile(r"\s+CÔNG(?=\s+NHẬN)")


@dataclass(frozen=True)
class NamedPlace:
    """A place a line names: the column it stands for, its bare name, and the name with its kind."""

    key: str
    name: str
    spelled: str


def named_place(text: str, found: re.Match[str], kind: str, name: str) -> NamedPlace | None:
    """The place a match on the flat text found: groups `kind` and `name` say where. `None` when it has no name."""
    word = " ".join(found[kind].replace(".", "").split())
    plain = spelled(text, found.start(name), found.end(name))
    if not plain:
        return None
    if word in ("thanh pho", "tp"):
        is_central = flat_text(plain) in CENTRAL_CITIES
        return NamedPlace("province" if is_central else "district", plain, f"thành phố {plain}")
    key, kind_word = _KIND_WORDS[word]
    return NamedPlace(key, plain, f"{kind_word} {plain}")


def spelled(text: str, start: int, end: int) -> str:
    """The name between two places of the text, up to where it ends: the words that begin with a capital.

    `THANH HÓA` becomes `Thanh Hóa`; empty where the first word is no name.
    """
    words: list[str] = []
    last_end = start
    for found in _WORD.finditer(text, start, end):
        word = found[0]
        if not word[0].isupper() or word in _NOT_IN_NAMES or _RECOGNISED.match(text, last_end):
            break
        between = text[last_end : found.start()]
        words.append(("-" if between == "-" else " - " if "-" in between else " ") + _capitalised(word))
        last_end = found.end()
    return "".join(words).strip(" -")


def _capitalised(word: str) -> str:
    return word if not word.isupper() or len(word) == 1 else word[0] + word[1:].lower()
