"""The scoring sheet of one criteria set: parts, criteria, ladders of points. Pure data with what scoring asks of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Option:
    """One rung of a ladder. `star`: the lowest star for which this is the least that must be reached."""

    points: Decimal
    text: str
    star: int | None = None


@dataclass(frozen=True)
class Criterion:
    """A part, a criterion or a sub-criterion: either divided into `criteria`, or scored itself up to `top`."""

    code: str
    name: str
    top: Decimal
    note: str = ""
    criteria: tuple[Criterion, ...] = ()
    options: tuple[Option, ...] = ()

    def leaves(self) -> Iterator[Criterion]:
        """The criteria below that are scored themselves, in the order of the sheet."""
        if not self.criteria:
            yield self
        for below in self.criteria:
            yield from below.leaves()

    def least(self, star: int) -> Decimal:
        """The points without which that star cannot be given; 0 when the sheet asks for none."""
        asked = [rung.points for rung in self.options if rung.star is not None and rung.star <= star]
        return max(asked, default=Decimal(0))


@dataclass(frozen=True)
class CriteriaTree:
    """The whole sheet of one set. `parts` are A, B and C."""

    number: int
    parts: tuple[Criterion, ...]
    refused_when: str
    source: str
    verified: bool

    def leaves(self) -> dict[str, Criterion]:
        """Every criterion that is scored itself, by its code."""
        return {leaf.code: leaf for part in self.parts for leaf in part.leaves()}

    def sums(self, points: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """The sum of each part's points; codes the sheet does not know count nowhere."""
        return {
            part.code: sum((points.get(leaf.code, Decimal(0)) for leaf in part.leaves()), Decimal(0))
            for part in self.parts
        }

    def missing(self, points: Mapping[str, Decimal]) -> list[Criterion]:
        """The criteria nobody scored."""
        return [leaf for code, leaf in self.leaves().items() if code not in points]

    def unmet(self, points: Mapping[str, Decimal], *, star: int) -> list[Criterion]:
        """The criteria that stand in the way of that star: scored below the least it asks for."""
        return [
            leaf for code, leaf in self.leaves().items() if points.get(code, Decimal(0)) < leaf.least(star)
        ]

    def highest_star(self, points: Mapping[str, Decimal], *, band: int) -> int:
        """The star of a score in `band`, lowered until every least option of it is reached."""
        return next((star for star in range(band, 0, -1) if not self.unmet(points, star=star)), 0)


def check_tree(tree: CriteriaTree, part_maxima: Mapping[str, Decimal]) -> None:
    """Raise ValueError when a sheet cannot be right: sums that differ, ladders that end too high or too low."""
    if {part.code: part.top for part in tree.parts} != dict(part_maxima):
        raise ValueError("the parts of the sheet must be those of the era")
    codes = [leaf.code for part in tree.parts for leaf in part.leaves()]
    if len(codes) != len(set(codes)):
        raise ValueError("a criterion stands twice in the sheet")
    for part in tree.parts:
        _check(part)


def _check(criterion: Criterion) -> None:
    if criterion.criteria and sum(below.top for below in criterion.criteria) != criterion.top:
        raise ValueError(f"criterion {criterion.code}: what is below does not add up to {criterion.top}")
    rungs = [rung.points for rung in criterion.options]
    if rungs and (rungs[-1] != criterion.top or rungs != sorted(set(rungs)) or rungs[0] < 0):
        raise ValueError(f"criterion {criterion.code}: the ladder must rise to {criterion.top}")
    stars = [rung.star for rung in criterion.options if rung.star is not None]
    if stars != sorted(stars) or any(not 3 <= star <= 5 for star in stars):
        raise ValueError(f"criterion {criterion.code}: a higher star cannot ask for less")
    for below in criterion.criteria:
        _check(below)
