"""Vietnamese words as the search index keeps them and as queries ask for them. Pure functions.

A product's words are one text, so that any database can search it with LIKE alone. Fields are kept apart by a bar,
and a word stands in it up to three times:

- `nuoc` folded, from every field: what recall asks for;
- `~nuoc` folded, from the name only; `^nươc1` as spelt, from the name; `=nươc1` as spelt, from the other fields:
  what ranking asks for.

"As spelt" keeps the letters and moves the tone behind them as a digit, so that `hoà` and `hòa`, NFC and NFD are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from storefront.vietnamese import fold

MAX_TEXT = 200
MAX_WORDS = 12
_WORD = re.compile(r"\d+|[^\W\d_]+")
_CONTROL = re.compile(
    r"[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff\ud800-\udfff]+"
)
_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}


def clean_text(text: str) -> str:
    """Return what a person typed as one calm line: NFC, no control characters, at most 200 characters."""
    visible = _CONTROL.sub(" ", text[: MAX_TEXT * 4])
    return " ".join(unicodedata.normalize("NFC", visible).split())[:MAX_TEXT].strip()


def folded_words(text: str) -> list[str]:
    """`Nước mắm 500ml` → `["nuoc", "mam", "500", "ml"]`."""
    return _WORD.findall(fold(text))


def shown_words(text: str) -> list[str]:
    """`Nước mắm 500ml` → `["nước", "mắm", "500", "ml"]`: beside `folded_words`, how each is written."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def spelt_words(text: str) -> list[str]:
    """`Nước mắm Bà Hoà` → `["nươc1", "măm1", "ba2", "hoa2"]`, the same for `Hòa` and for NFD."""
    return [_spell(word) for word in _WORD.findall(unicodedata.normalize("NFC", text).lower())]


def _spell(word: str) -> str:
    letters, tone = "", ""
    for mark in unicodedata.normalize("NFD", word):
        if mark in _TONES:
            tone = _TONES[mark]
        else:
            letters += mark
    return unicodedata.normalize("NFC", letters) + tone


def index_text(name: str, *, others: Iterable[str], hints: Iterable[str] = ()) -> str:
    """The stored words of a product called `name`; `others` are its further fields, blank ones are left out.

    `hints` are found but not ranked by: words that lead to a product without being said of it.
    """
    rest = [field for field in others if field and folded_words(field)]
    parts = [" ".join(folded_words(field)) for field in (name, *rest, *hints) if folded_words(field)]
    parts.append(_marked("~", folded_words(name)))
    parts.append(_marked("^", spelt_words(name)))
    parts += [_marked("=", spelt_words(field)) for field in rest]
    return f" {' | '.join(parts)} "


def _marked(mark: str, words: list[str]) -> str:
    return " ".join(mark + word for word in words)


def as_stored(words: Iterable[str], *, mark: str = "") -> str:
    """The piece of stored text that `words` make when they stand side by side; for `LIKE '%…%'`."""
    return f" {_marked(mark, list(words))} "
