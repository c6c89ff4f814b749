"""Text beside its folded shadow of the same length, so that what is found in one is cut from the other. Pure."""

from __future__ import annotations

import re
import unicodedata

# Letters that look like Đ or like a hyphen in scanned and converted files, and spaces that are none.
_LOOKALIKES = str.maketrans(
    {"Ð": "Đ", "ð": "đ", "–": "-", "—": "-", "‑": "-", "\u00a0": " ", "\u202f": " ", "\u200b": " "}
)
_SPACES = re.compile(r"[^\S\n]+")


def plain_lines(text: str) -> list[str]:
    """The lines of a cell in NFC, one sign for each kind of hyphen, single spaces, empty lines left out."""
    plain = unicodedata.normalize("NFC", text).translate(_LOOKALIKES).replace("\r", "\n")
    lines = (_SPACES.sub(" ", line).strip() for line in plain.split("\n"))
    return [line for line in lines if line]


def flat_text(text: str) -> str:
    """`text` without accents and in lower case, sign for sign: `Quyết định` → `quyet dinh`.

    The result is exactly as long as `text`; a letter that folds into several keeps its own form.
    """
    return "".join(_flat(sign) for sign in text)


def _flat(sign: str) -> str:
    if sign in "đĐ":
        return "d"
    bare = unicodedata.normalize("NFD", sign)[0].lower()
    return bare if len(bare) == 1 else sign
