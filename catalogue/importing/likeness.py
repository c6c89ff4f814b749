"""Which names are nearly the same: a letter or two apart, words in another order, another way to write the legal form.

Pure. Names that differ in a number ("Mắm số 1", "Mắm số 2") are never near: the number is what tells them apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from storefront.vietnamese import fold

_SIGNS = re.compile(r"[^a-z0-9]+")
_NUMBER = re.compile(r"\d+")
_FORMS = re.compile(
    r"^(?:(?:chi nhanh|cong ty|cty|tnhh|co phan|cp|mtv|mot thanh vien|hai thanh vien|2 thanh vien|1 thanh vien"
    r"|thanh vien|hop tac xa|htx|lien hiep|to hop tac|tht|ho kinh doanh|hkd|ho san xuat|co so san xuat|cssx|co so"
    r"|doanh nghiep tu nhan|dntn|doanh nghiep|trang trai|nong nghiep|nn|dich vu|dv)\b\s*)+"
)
#: A word that more names share than this says nothing about which of them is meant.
_COMMON = 60
_SHORT, _SHORTEST = 6, 3


def bare(name: str) -> str:
    """A producer's name without signs and legal form: `HTX Ba-Làng` and `Hợp tác xã Ba Làng` are `ba lang`."""
    plain = _SIGNS.sub(" ", fold(name)).strip()
    return _FORMS.sub("", plain).strip() or plain


def plain(title: str) -> str:
    """A product's name without signs."""
    return _SIGNS.sub(" ", fold(title)).strip()


@dataclass(frozen=True)
class _Name:
    """A name with what it is compared by."""

    text: str
    ordered: str
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Name:
        return cls(text, " ".join(sorted(text.split())), tuple(sorted(_NUMBER.findall(text))))

    def distance(self, other: _Name) -> int | None:
        """How many letters apart, words in any order; None when that is too many, or a number differs."""
        if self.numbers != other.numbers:
            return None
        if self.ordered == other.ordered:
            return 0
        shorter = min(len(self.text), len(other.text))
        allowed = 1 if shorter < _SHORT else 2
        if shorter < _SHORTEST or abs(len(self.text) - len(other.text)) > allowed:
            return None
        apart = min(
            DamerauLevenshtein.distance(self.text, other.text, score_cutoff=allowed),
            DamerauLevenshtein.distance(self.ordered, other.ordered, score_cutoff=allowed),
        )
        return apart if apart <= allowed else None


class NearNames:
    """Names to look near ones up in; each look compares only names that share an uncommon word or their ends."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._names = {key: _Name.of(name) for key, name in names}
        self._by_piece: dict[str, list[int]] = defaultdict(list)
        for key, name in self._names.items():
            for piece in _pieces(name.text):
                self._by_piece[piece].append(key)

    def near(self, name: str, *, most: int = 3) -> list[int]:
        """The keys of the names nearest to this one, nearest first."""
        wanted, asked = _Name.of(name), set[int]()
        for piece in _pieces(name):
            sharing = self._by_piece.get(piece, ())
            if len(sharing) <= _COMMON:
                asked.update(sharing)
        fitting = [(apart, key) for key in asked if (apart := wanted.distance(self._names[key])) is not None]
        return [key for _apart, key in sorted(fitting)[:most]]


def _pieces(name: str) -> set[str]:
    """What two near names share at least one of: a pair of words, an uncommon word, the beginning or the end."""
    words = name.split()
    squeezed = "".join(sorted(words))
    whole = "".join(words)
    pairs = {f"{one} {other}" for one, other in zip(sorted(words), sorted(words)[1:], strict=False)}
    return {*words, *pairs, f"^{whole[:5]}", f"{whole[-5:]}$", f"={squeezed[:6]}"}
