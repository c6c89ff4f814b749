"""The guides every installation starts with: `data/guides/<section>/<number>-<slug>.<language>.html`.

First line the title, second the standfirst, then the text. A line `<!-- catalogue direct -->` begins a part shown in
those sales modes alone, `<!-- all -->` one that is always shown. A page follows its file until an editor changes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storefront.sales_mode import SalesMode

GUIDES = Path(__file__).parent / "data" / "guides"
_PART = re.compile(r"^<!-- ([a-z ]+) -->$", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """Text for some sales modes; without modes, for all."""

    modes: tuple[str, ...]
    html: str


@dataclass(frozen=True)
class Guide:
    slug: str
    title: str
    standfirst: str
    parts: tuple[Part, ...]

    @property
    def body(self) -> list[dict[str, Any]]:
        """The text as blocks of `cms.blocks.ArticleBody`."""
        return [
            {"type": "mode_text", "value": {"modes": list(part.modes), "text": part.html}}
            if part.modes
            else {"type": "text", "value": part.html}
            for part in self.parts
        ]


def read_guides(section: str, language: str) -> list[Guide]:
    """Return the guides of a section in a language, in the order of their file names."""
    return [read_guide(path) for path in sorted((GUIDES / section).glob(f"*.{language}.html"))]


def read_guide(path: Path) -> Guide:
    """Return one guide; its slug is the file name after the number and before the language."""
    title, standfirst, html = path.read_text(encoding="utf-8").split("\n", 2)
    slug = path.name.split(".")[0].split("-", 1)[1]
    return Guide(slug, title.strip(), standfirst.strip(), read_parts(html))


def read_parts(html: str) -> tuple[Part, ...]:
    """Split a text at its mode lines. Raises `ValueError` for a mode there is none of."""
    first, *rest = _PART.split(html)
    parts = [Part((), first.strip())]
    for words, text in zip(rest[::2], rest[1::2], strict=True):
        modes = () if words == "all" else tuple(SalesMode(word).value for word in words.split())
        parts.append(Part(modes, text.strip()))
    return tuple(part for part in parts if part.html)
