"""What benchmarks found, printed and put into `build/bench.json`: one row for each page and size."""

from __future__ import annotations

import json
from typing import Any

from tests.benchmarks.pressing import Pressed
from tests.factories.server import ROOT

RESULTS = ROOT / "build" / "bench.json"


def row(path: str, products: int, found: Pressed, hello: float, queries: int) -> dict[str, Any]:
    """Print and return what one page costs; `hello` answers per second are what it is measured by."""
    told = {
        "path": path,
        "products": products,
        "rps": round(found.rps, 1),
        "hello_rps": round(hello, 1),
        "ratio": round(found.rps / hello, 4),
        "queries": queries,
        "p50_ms": round(found.p50, 2),
        "p99_ms": round(found.p99, 2),
    }
    words = "  ".join(f"{name} {told[name]}" for name in ("rps", "ratio", "queries", "p50_ms", "p99_ms"))
    print(f"{products:>8,}  {path:52} {words}", flush=True)  # noqa: T201
    return told


def keep(rows: list[dict[str, Any]]) -> None:
    """Put these rows in the place of those an earlier run found for the same pages and sizes."""
    RESULTS.parent.mkdir(exist_ok=True)
    before = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    fresh = {(one["path"], one["products"]) for one in rows}
    others = [one for one in before if (one["path"], one["products"]) not in fresh]
    RESULTS.write_text(json.dumps([*others, *rows], indent=1, ensure_ascii=False) + "\n")
