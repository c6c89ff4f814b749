"""The files of `data/`: tables as CSV, plans as TOML, stories as Markdown with a TOML head."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
PICTURES = Path(__file__).parent / "pictures"
REAL_PRODUCTS = DATA / "ocop_products.csv"

_BLOCK = re.compile(r"^:::(\w+) ?(.*)\n((?:(?!:::).*\n)*):::$", re.MULTILINE)
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class Text:
    """A story, a piece of news or a guide: what its head says, and its parts as (block type, value)."""

    head: dict[str, Any]
    sections: list[tuple[str, Any]] = field(default_factory=list)


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of `data/<name>.csv`."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read_plan(name: str) -> dict[str, Any]:
    """Return `data/<name>.toml`."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def read_texts(folder: str) -> list[Text]:
    """Return the texts of `data/<folder>/`, in the order of their file names."""
    return [read_text(path.read_text(encoding="utf-8")) for path in sorted((DATA / folder).glob("*.md"))]


def read_text(content: str) -> Text:
    """Read a TOML head between `+++` lines and a body of paragraphs, `## ` headings and `:::` blocks.

    Blocks, each closed by `:::` on its own line: `quote speaker, who`, `steps title` (`what | how long | how`,
    the middle optional), `people portrait | name | role`, `place name | scene`.
    """
    _empty, head, body = content.split("+++\n", 2)
    sections: list[tuple[str, Any]] = []
    start = 0
    for block in _BLOCK.finditer(body):
        sections += _running_text(body[start : block.start()])
        sections += _PARTS[block[1]](block[2].strip(), block[3].strip())
        start = block.end()
    return Text(tomllib.loads(head), sections + _running_text(body[start:]))


def product_picture(name: str) -> Path:
    """Return the drawing of a kind of product: `fish-sauce-1`."""
    return PICTURES / "products" / f"{name}.webp"


def scene(name: str) -> Path:
    """Return a landscape: `tea-hills`."""
    return PICTURES / "scenes" / f"{name}.webp"


def portrait(name: str) -> Path:
    """Return the face of a fictional person: `woman-hat`."""
    return PICTURES / "portraits" / f"{name}.webp"


def html_of(markdown: str) -> str:
    """Return paragraphs and `## ` headings as HTML; `**bold**` is the only mark inside."""
    parts = []
    for chunk in markdown.strip().split("\n\n"):
        line = _BOLD.sub(r"<b>\1</b>", escape(" ".join(chunk.split()), quote=False))
        parts.append(f"<h2>{line[3:]}</h2>" if line.startswith("## ") else f"<p>{line}</p>")
    return "".join(parts)


def _running_text(markdown: str) -> list[tuple[str, Any]]:
    return [("text", html_of(markdown))] if markdown.strip() else []


def _quote(head: str, body: str) -> list[tuple[str, Any]]:
    speaker, _comma, role = head.partition(", ")
    return [("quote", {"words": " ".join(body.split()), "speaker": speaker, "role": role})]


def _making(head: str, body: str) -> list[tuple[str, Any]]:
    steps = []
    for line in body.splitlines():
        title, *time_taken, text = (part.strip() for part in line.split("|"))
        steps.append({"title": title, "time_taken": "".join(time_taken), "text": text})
    return [("making", {"title": head, "steps": steps})]


def _people(head: str, body: str) -> list[tuple[str, Any]]:
    face, name, role = (part.strip() for part in head.split("|"))
    person = {"portrait": portrait(face), "name": name, "role": role, "text": " ".join(body.split())}
    return [("people", {"title": "", "people": [person]})]


def _place(head: str, body: str) -> list[tuple[str, Any]]:
    name, view = (part.strip() for part in head.split("|"))
    picture = {"picture": {"image": scene(view), "alt_text": name, "decorative": False}, "caption": name}
    return [("picture", picture), ("place", {"name": name, "text": " ".join(body.split()), "way": ""})]


_PARTS = {"quote": _quote, "steps": _making, "people": _people, "place": _place}
