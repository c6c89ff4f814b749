"""Bars drawn by the server: where each begins and how far it reaches. Pure geometry, in units of the drawing."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.programme.counting import Row, Table

WIDTH = 1000
HEIGHT = 160


@dataclass(frozen=True)
class Piece:
    """One part of a bar: `tone` is its column, counted from nought."""

    tone: int
    start: float
    length: float
    label: str


@dataclass(frozen=True)
class Bar:
    """One row as a bar with its pieces; `at` and `thick` place it across, for columns."""

    row: Row
    pieces: tuple[Piece, ...]
    at: float = 0
    thick: float = 0


def lying_bars(table: Table) -> list[Bar]:
    """One bar for each row, the longest as wide as the drawing."""
    scale = WIDTH / _most(table)
    return [Bar(row, _pieces(table, row, scale)) for row in table.rows]


def standing_bars(table: Table) -> list[Bar]:
    """One column for each row from left to right, the highest as high as the drawing; measured from the top."""
    scale, step = HEIGHT / _most(table), WIDTH / max(len(table.rows), 1)
    bars = []
    for place, row in enumerate(table.rows):
        pieces = tuple(
            Piece(one.tone, round(HEIGHT - one.start - one.length, 2), one.length, one.label)
            for one in _pieces(table, row, scale)
        )
        bars.append(Bar(row, pieces, at=round(place * step + step * 0.1, 2), thick=round(step * 0.8, 2)))
    return bars


def _most(table: Table) -> int:
    return max([row.total.count for row in table.rows if row.total.count], default=1)


def _pieces(table: Table, row: Row, scale: float) -> tuple[Piece, ...]:
    pieces, start = [], 0.0
    for tone, (name, part) in enumerate(zip(table.columns, row.parts, strict=True)):
        if part.count:
            length = part.count * scale
            pieces.append(
                Piece(tone, round(start, 2), round(length, 2), f"{row.label}, {name}: {part.count}")
            )
            start += length
    return tuple(pieces)
