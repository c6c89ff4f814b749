"""The guides every installation starts with: `data/guides/<section>/<number>-<slug>.<language>.html`.

First line the title, second the standfirst, then the text. After the first installation editors change the pages, not
these files.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

GUIDES = Path(__file__).parent / "data" / "guides"


@dataclass(frozen=True)
class Guide:
    slug: str
    title: str
    standfirst: str
    html: str


def read_guides(section: str, language: str) -> list[Guide]:
    """Return the guides of a section in a language, in the order of their file names."""
    return [read_guide(path) for path in sorted((GUIDES / section).glob(f"*.{language}.html"))]


def read_guide(path: Path) -> Guide:
    """Return one guide; its slug is the file name after the number and before the language."""
    title, standfirst, html = path.read_text(encoding="utf-8").split("\n", 2)
    slug = path.name.split(".")[0].split("-", 1)[1]
    return Guide(slug, title.strip(), standfirst.strip(), html.strip())
