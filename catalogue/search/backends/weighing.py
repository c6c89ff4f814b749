"""The points of `catalogue.search.points` in SQL, by looking into the stored words of an entry as rarely as possible.

What holds of the best says what else holds: a name that begins with the words says them side by side. So the best is
looked for first, and most of what a question finds is weighed by one look.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from catalogue.search import points
from catalogue.search.backends.sql import Sql, joined
from catalogue.search.points import ANYWHERE, NAME, NAME_SPELT, REST_SPELT
from catalogue.search.words import as_stored

Words = tuple[str, ...]
_NOTHING = Sql("0")


def weight(folded: Words, spelt: Words, never: frozenset[str] = frozenset()) -> Sql:
    """What `points_of` these gives an entry called `e`."""
    said = points.side_by_side(folded)
    named = said + points.IN_NAME
    parts = [
        _first(
            [
                (Sql("e.words LIKE %s", (f"{as_stored(folded)}%",)), named + points.BEGINS),
                (_has(folded, NAME), named),
                (_has(folded, ANYWHERE), said),
            ]
        )
    ]
    if not spelt:
        parts += [_first([(_has((word,), NAME), points.WORD_IN_NAME)]) for word in folded]
        return joined(" + ", parts)
    whole = points.WORD_IN_NAME + points.WORD
    each = joined(
        " + ",
        [
            _first([(_has((word,), NAME_SPELT), whole), (_has((word,), REST_SPELT), points.WORD)])
            for word in spelt
            if word not in never
        ],
    )
    if never.isdisjoint(spelt):
        each = _first([(_has(spelt, NAME_SPELT), points.SPELT + whole * len(spelt))], each)
    return joined(" + ", [*parts, each])


def _has(words: Words, mark: str) -> Sql:
    found = "strpos" if connection.vendor == "postgresql" else "instr"
    return Sql(f"{found}(e.words, %s) > 0", (as_stored(words, mark=mark),))


def _first(steps: Sequence[tuple[Sql, int]], otherwise: Sql = _NOTHING) -> Sql:
    """The worth of the first step that holds."""
    cases = " ".join(f"WHEN {step.text} THEN {worth}" for step, worth in steps)
    params = tuple(value for step, _worth in steps for value in step.params)
    return Sql(f"CASE {cases} ELSE {otherwise.text} END", (*params, *otherwise.params))
