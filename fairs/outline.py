"""The outline of Vietnam with Hoàng Sa and Trường Sa, drawn without JavaScript from our own GeoJSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import cos, radians
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "static" / "fairs" / "vietnam.geojson"
# The window of the drawing in degrees, and how many units of the picture a degree of latitude takes.
WEST, EAST, SOUTH, NORTH = 101.6, 115.4, 6.7, 23.8
SCALE = 40
NARROW = cos(radians((SOUTH + NORTH) / 2))


@dataclass(frozen=True)
class Outline:
    """The country as SVG: a path of its land, its islands as points, the names of the archipelagos."""

    width: int
    height: int
    path: str
    islands: tuple[tuple[float, float], ...]
    archipelagos: tuple[tuple[float, float, str], ...]


def place_on_drawing(longitude: float | Decimal, latitude: float | Decimal) -> tuple[float, float]:
    """Return where a position in degrees lies on the drawing, in its units from the upper left corner."""
    east, south = float(longitude) - WEST, NORTH - float(latitude)
    return round(east * SCALE * NARROW, 1), round(south * SCALE, 1)


@cache
def outline() -> Outline:
    """Return the drawing; read once."""
    features = json.loads(SOURCE.read_text(encoding="utf-8"))["features"]
    islands = [_point(feature) for feature in features if feature["properties"]["kind"] == "island"]
    names = [
        (*_point(feature), feature["properties"]["name"])
        for feature in features
        if feature["properties"]["kind"] == "archipelago"
    ]
    path = "".join(_ring(feature) for feature in features if feature["properties"]["kind"] == "land")
    width, height = place_on_drawing(EAST, SOUTH)
    return Outline(
        width=round(width), height=round(height), path=path, islands=tuple(islands), archipelagos=tuple(names)
    )


def _point(feature: dict[str, Any]) -> tuple[float, float]:
    return place_on_drawing(*feature["geometry"]["coordinates"])


def _ring(feature: dict[str, Any]) -> str:
    corners = [place_on_drawing(*corner) for corner in feature["geometry"]["coordinates"][0]]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in corners) + "Z"
