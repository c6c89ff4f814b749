"""The evidence list of Mẫu 02 against what is recorded. Counts kinds of proof, never points."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from storefront.evidence.parts import Section

SOURCE = Path(__file__).parent / "data" / "mau-02.toml"
RECORDED, MISSING, OUTSIDE = "recorded", "missing", "outside"


@dataclass(frozen=True)
class Item:
    """One type of evidence: "recorded" with how many records in which section, "missing", or "outside"."""

    name: str
    state: str
    count: int = 0
    section: str = ""


@dataclass(frozen=True)
class Checklist:
    """The list with its source; a list not checked against the official text says so."""

    name: str
    source: str
    verified: bool
    items: tuple[Item, ...]

    @property
    def recorded(self) -> int:
        return sum(item.state == RECORDED for item in self.items)

    @property
    def kept_here(self) -> int:
        """How many types the platform could hold."""
        return sum(item.state != OUTSIDE for item in self.items)

    @property
    def outside(self) -> list[Item]:
        """What the producer brings itself."""
        return [item for item in self.items if item.state == OUTSIDE]


def checklist_of(sections: Iterable[Section]) -> Checklist:
    """Hold the sections' proofs against the list."""
    data = _read()
    found: dict[str, list[tuple[int, str]]] = {}
    for section in sections:
        for proof, count in section.proofs.items():
            found.setdefault(proof, []).extend([(count, section.key)] if count else [])
    items = []
    for row in data["types"]:
        proofs = found.get(row["proof"], [])
        count, key = sum(count for count, _key in proofs), proofs[0][1] if proofs else ""
        state = OUTSIDE if not row["proof"] else RECORDED if count else MISSING
        items.append(Item(row["name"], state, count, key))
    told = {name: data[name] for name in ("name", "source", "verified")}
    return Checklist(items=tuple(items), **told)


@cache
def _read() -> dict[str, Any]:
    with SOURCE.open("rb") as file:
        return tomllib.load(file)
