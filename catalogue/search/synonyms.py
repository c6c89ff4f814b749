"""Other words for the same thing, as data: what a product is also found by. Pure functions.

The words are added to what is stored of a product, never to what is asked, so every backend finds the same, and
marks keep apart what folding would mix: "trà" leads to tea, "cá tra" does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from catalogue.search.words import folded_words, spelt_words

DATA = Path(__file__).parent / "data"
#: Changed in a release that stores other words or suggestions of the same products.
MADE = b"suggestions of former places"
GOODS, NAMES, FILLERS = "synonyms.txt", "names.txt", "fillers.txt"


class _Said(NamedTuple):
    """A phrase as it is spelt, and what else leads to whoever says it."""

    words: tuple[str, ...]
    found_by: tuple[str, ...]


def found_by(texts: Iterable[str], *, file: str = GOODS) -> list[str]:
    """Return the further phrases that lead to something that says `texts`, each once, in the order of the file."""
    table = _table(file)
    found: dict[str, None] = {}
    for text in texts:
        words = tuple(spelt_words(text))
        for start, word in enumerate(words):
            for said in table.get(word, ()):
                if words[start : start + len(said.words)] == said.words:
                    found.update(dict.fromkeys(said.found_by))
    return list(found)


def without_fillers(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return folded words without the phrases that say nothing; all of them where nothing else is said."""
    return _kept(words) or words


def only_fillers(words: tuple[str, ...]) -> bool:
    """Whether nothing else is said: `ocop` asks this shop for everything."""
    return bool(words) and not _kept(words)


def _kept(words: tuple[str, ...]) -> tuple[str, ...]:
    kept, place, phrases = [], 0, _fillers()
    while place < len(words):
        length = next((size for size in (3, 2, 1) if words[place : place + size] in phrases), 0)
        if not length:
            kept.append(words[place])
        place += length or 1
    return tuple(kept)


def fingerprint() -> str:
    """What the stored words depend on besides the catalogue: changes when a data file does, or what is made of it."""
    content = MADE + b"".join((DATA / name).read_bytes() for name in (GOODS, NAMES))
    return sha256(content).hexdigest()[:16]


@cache
def _table(file: str) -> dict[str, list[_Said]]:
    """Phrases by their first word. Raises ValueError for a line that leads nowhere."""
    table: dict[str, list[_Said]] = {}
    for line in _lines(file):
        said, arrow, leads = (part.strip() for part in line.partition(">"))
        phrases = _phrases(said)
        others = _phrases(leads)
        if (arrow and not others) or (not arrow and len(phrases) < 2):
            raise ValueError(f"{file}: {line!r} leads nowhere")
        for phrase in phrases:
            words = tuple(spelt_words(phrase))
            lead_to = others if arrow else [other for other in phrases if other != phrase]
            table.setdefault(words[0], []).append(_Said(words, tuple(lead_to)))
    return table


@cache
def _fillers() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(folded_words(line)) for line in _lines(FILLERS))


def _phrases(text: str) -> list[str]:
    return [phrase.strip() for phrase in text.split(",") if phrase.strip()]


def _lines(file: str) -> list[str]:
    lines = (DATA / file).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
