"""How well a product that has all the words answers: points, the same for every backend. Pure.

Marks as typed first, then words side by side: a word as spelt counts 4 in the name and 2 elsewhere, all of them side
by side in the name 6 more; folded words side by side 3 in the name, a name that begins with them 1. Side by side
anywhere they count 4 for each word less 2: words found together in the place or the maker's name come before the
same words scattered over a name, and scattered words with the marks that were typed before words together with others.
"""

from __future__ import annotations

from typing import NamedTuple

ANYWHERE, NAME, NAME_SPELT, REST_SPELT = "", "~", "^", "="
#: Folded words side by side in the name, beginning it; as spelt in the name; one word so, there, anywhere.
IN_NAME, BEGINS, SPELT, WORD_IN_NAME, WORD = 3, 1, 6, 2, 2


class Point(NamedTuple):
    """So many points where the words stand side by side under one of the marks of `catalogue.search.words`."""

    worth: int
    words: tuple[str, ...]
    marks: tuple[str, ...]
    at_start: bool = False


def side_by_side(folded: tuple[str, ...]) -> int:
    """What folded words are worth that stand side by side, wherever that is."""
    return max(2, 4 * len(folded) - 2)


def points_of(
    folded: tuple[str, ...], spelt: tuple[str, ...], never: frozenset[str] = frozenset()
) -> list[Point]:
    """The points a question can give; `spelt` is empty where what was typed says nothing about marks.

    Nothing is spelt like the words in `never`: nobody has to look for them.
    """
    points = [
        Point(IN_NAME, folded, (NAME,)),
        Point(side_by_side(folded), folded, (ANYWHERE,)),
        Point(BEGINS, folded, (ANYWHERE,), at_start=True),
    ]
    if not spelt:
        return [*points, *(Point(WORD_IN_NAME, (word,), (NAME,)) for word in folded)]
    if never.isdisjoint(spelt):
        points.append(Point(SPELT, spelt, (NAME_SPELT,)))
    for word in spelt:
        if word in never:
            continue
        points.append(Point(WORD_IN_NAME, (word,), (NAME_SPELT,)))
        points.append(Point(WORD, (word,), (NAME_SPELT, REST_SPELT)))
    return points
