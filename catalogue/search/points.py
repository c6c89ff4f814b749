"""How well a product that has all the words answers: points, the same for every backend. Pure.

Marks as typed first, then words side by side: a word as spelt counts 4 in the name and 2 elsewhere, all of them side
by side in the name 6 more; folded words side by side 3 in the name, a name that begins with them 1. Side by side
anywhere they count 4 for each word less 2: words found together in the place or the maker's name come before the
same words scattered over a name, and scattered words with the marks that were typed before words together with others.
"""

from __future__ import annotations

from typing import NamedTuple

ANYWHERE, NAME, NAME_SPELT, REST_SPELT = "", "~", "^", "="


class Point(NamedTuple):
    """So many points where the words stand side by side under one of the marks of `catalogue.search.words`."""

    worth: int
    words: tuple[str, ...]
    marks: tuple[str, ...]
    at_start: bool = False


def points_of(folded: tuple[str, ...], spelt: tuple[str, ...]) -> list[Point]:
    """The points a question can give; `spelt` is empty where what was typed says nothing about marks."""
    points = [
        Point(3, folded, (NAME,)),
        Point(max(2, 4 * len(folded) - 2), folded, (ANYWHERE,)),
        Point(1, folded, (ANYWHERE,), at_start=True),
    ]
    if not spelt:
        return [*points, *(Point(2, (word,), (NAME,)) for word in folded)]
    points.append(Point(6, spelt, (NAME_SPELT,)))
    for word in spelt:
        points.append(Point(2, (word,), (NAME_SPELT,)))
        points.append(Point(2, (word,), (NAME_SPELT, REST_SPELT)))
    return points
