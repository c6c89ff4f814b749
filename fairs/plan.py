"""The booth plan of a fair as a drawing: where each booth stands, in units of the picture. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

CELL_WIDTH, CELL_HEIGHT = 64, 48
GAP = 6
# Booths stand back to back in pairs of rows, with an aisle to walk between the pairs.
AISLE = 26


@dataclass(frozen=True)
class Cell:
    """A booth on the drawing; `x`, `y` are its upper left corner."""

    booth: Any
    x: int
    y: int
    width: int = CELL_WIDTH
    height: int = CELL_HEIGHT

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True)
class ZonePlan:
    """One zone of the plan with its own drawing of `width` × `height` units."""

    name: str
    cells: tuple[Cell, ...]
    width: int
    height: int

    @property
    def taken(self) -> int:
        return sum(1 for cell in self.cells if not cell.booth.is_free)


def plan_of(booths: Iterable[Any]) -> list[ZonePlan]:
    """Return the zones of a fair, each with its booths placed by row and column; zones in order of name.

    `booths` need `zone`, `plan_row`, `plan_column`, `is_free`.
    """
    zones: dict[str, list[Any]] = {}
    for booth in booths:
        zones.setdefault(booth.zone, []).append(booth)
    return [_zone(name, zones[name]) for name in sorted(zones)]


def free_by_category(booths: Iterable[Any]) -> list[tuple[Any, list[Any]]]:
    """Return the free booths gathered by category, in the order given."""
    groups: dict[Any, list[Any]] = {}
    for booth in booths:
        if booth.is_free:
            groups.setdefault(booth.category, []).append(booth)
    return list(groups.items())


def _zone(name: str, booths: list[Any]) -> ZonePlan:
    first_row = min(booth.plan_row for booth in booths)
    first_column = min(booth.plan_column for booth in booths)
    cells = tuple(
        Cell(booth=booth, x=_x(booth.plan_column - first_column), y=_y(booth.plan_row - first_row))
        for booth in sorted(booths, key=lambda booth: (booth.plan_row, booth.plan_column))
    )
    width = max(cell.x + cell.width for cell in cells) + GAP
    height = max(cell.y + cell.height for cell in cells) + GAP
    return ZonePlan(name=name, cells=cells, width=width, height=height)


def _x(column: int) -> int:
    return GAP + column * (CELL_WIDTH + GAP)


def _y(row: int) -> int:
    return GAP + row * (CELL_HEIGHT + GAP) + (row // 2) * (AISLE - GAP)
