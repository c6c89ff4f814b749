"""How good answers are: nDCG@10 and success@3 over a kept list of questions to the demo catalogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import log2
from pathlib import Path

from catalogue.search import outbox
from catalogue.search.query import ProductHits, ProductQuery
from storefront.demo.builders import import_real_products
from storefront.demo.producers import register_producers
from storefront.demo.products import enter_products
from storefront.places.loading import load_former_communes, load_places

HERE = Path(__file__).parent
FIRST = 10


@dataclass(frozen=True)
class Asked:
    """A question and the titles that should come first, best first."""

    kind: str
    text: str
    expected: tuple[str, ...]


@dataclass(frozen=True)
class Quality:
    """Means over some questions, 0 to 1."""

    questions: int
    ndcg: float
    success: float


def questions() -> list[Asked]:
    lines = (HERE / "queries.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line and not line.startswith("#")]
    return [
        Asked(kind.strip(), text.strip(), tuple(title.strip() for title in titles.split(";")))
        for kind, text, titles in rows
    ]


def load_catalogue() -> None:
    """The demo's products, illustrative and real, as its command enters them; without stars, orders and stories."""
    load_places()
    load_former_communes()
    register_producers()
    enter_products()
    import_real_products()
    outbox.drain()


def gains(asked: Asked) -> dict[str, int]:
    """The first title is worth most; from the third on all are worth the same."""
    return {title: max(3 - place, 1) for place, title in enumerate(asked.expected)}


def ndcg(asked: Asked, titles: list[str]) -> float:
    worth = gains(asked)
    ideal = sorted(worth.values(), reverse=True)[:FIRST]
    best = sum(gain / log2(place + 2) for place, gain in enumerate(ideal))
    got = sum(worth.get(title, 0) / log2(place + 2) for place, title in enumerate(titles[:FIRST]))
    return got / best


def measure(
    find: Callable[[ProductQuery], ProductHits], on: date
) -> tuple[dict[str, Quality], list[tuple[Asked, float]]]:
    """Quality by kind of question and of all ("all"); and the questions answered worst first."""
    scores: dict[str, list[tuple[float, bool]]] = {}
    worst = []
    for asked in questions():
        query = ProductQuery(on=on, text=asked.text, in_force_only=False)
        titles = [product.title for product in find(query).products]
        score = ndcg(asked, titles), bool(set(asked.expected) & set(titles[:3]))
        worst.append((asked, score[0]))
        for kind in (asked.kind, "all"):
            scores.setdefault(kind, []).append(score)
    table = {
        kind: Quality(
            len(own), sum(one for one, _hit in own) / len(own), sum(hit for _one, hit in own) / len(own)
        )
        for kind, own in scores.items()
    }
    return table, sorted(worst, key=lambda one: one[1])


def as_table(name: str, table: dict[str, Quality]) -> str:
    lines = [f"{name:14} {'questions':>9} {'nDCG@10':>8} {'success@3':>9}"]
    lines += [
        f"{kind:14} {one.questions:9} {one.ndcg:8.3f} {one.success:9.3f}" for kind, one in table.items()
    ]
    return "\n".join(lines)
