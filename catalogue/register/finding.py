"""One page of the register with its counts: three queries, whatever is asked and however much is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from catalogue.certification.wording import STATE_LABELS
from catalogue.models import Category
from catalogue.register.entries import Row, entries_on, for_rows, in_order, matching, with_shelf
from catalogue.register.query import PAGE_SIZE, STARS, STATES, RegisterQuery
from catalogue.search.query import Facet

_WORDS = {state.value: word for word, state in STATES.items()}
_COLUMNS = ("state", "certified_star", "group_path", "product__province__code", "product__province__name")


@dataclass(frozen=True)
class RegisterHits:
    """One page of the answer; `anywhere` counts what the words and the day find before any facet."""

    total: int
    anywhere: int
    rows: list[Row]
    facets: dict[str, list[Facet]]
    page: int


def find(query: RegisterQuery, groups: list[Category]) -> RegisterHits:
    """Answer `query`; a page past the end is the last page. `groups` are those at the root of the tree."""
    asked = with_shelf(matching(entries_on(query.on), query.text))
    counts = _Counts(_table(asked), query, groups)
    total = counts.total()
    page = min(query.page, max(1, -(-total // PAGE_SIZE)))
    start = (page - 1) * PAGE_SIZE
    shown = in_order(for_rows(_filtered(asked, query, groups)))[start : start + PAGE_SIZE] if total else ()
    return RegisterHits(
        total=total,
        anywhere=sum(row.count for row in counts.rows),
        rows=[Row(entry, query.on) for entry in shown],
        facets=counts.facets(),
        page=page,
    )


@dataclass(frozen=True)
class _Line:
    """So many entries alike in everything one can filter by."""

    state: str
    star: int | None
    group_path: str | None
    province: str | None
    province_name: str | None
    count: int


def _table(asked: QuerySet) -> list[_Line]:
    rows = asked.order_by().values(*_COLUMNS).annotate(number=Count("pk")).values_list(*_COLUMNS, "number")
    return [_Line(*row) for row in rows]


def _filtered(asked: QuerySet, query: RegisterQuery, groups: list[Category]) -> QuerySet:
    if query.states:
        asked = asked.filter(state__in=[STATES[word].value for word in query.states])
    if query.stars:
        asked = asked.filter(certified_star__in=[int(star) for star in query.stars])
    if query.provinces:
        asked = asked.filter(product__province__code__in=query.provinces)
    if query.groups:
        paths = [Q(group_path__startswith=group.path) for group in groups if group.slug in query.groups]
        asked = asked.filter(reduce(or_, paths, Q(pk__in=[])))
    return asked


class _Counts:
    """Adds the table up: a facet's counts keep every filter but its own, so that its values can be widened."""

    def __init__(self, rows: list[_Line], query: RegisterQuery, groups: list[Category]) -> None:
        self.rows, self.query, self.groups = rows, query, groups
        paths = tuple(group.path for group in groups if group.slug in query.groups)
        self.tests: dict[str, Callable[[_Line], bool]] = {
            "states": lambda row: not query.states or _WORDS.get(row.state) in query.states,
            "stars": lambda row: not query.stars or str(row.star) in query.stars,
            "groups": lambda row: not query.groups or (row.group_path or "").startswith(paths),
            "provinces": lambda row: not query.provinces or row.province in query.provinces,
        }

    def total(self) -> int:
        return sum(row.count for row in self._passing())

    def facets(self) -> dict[str, list[Facet]]:
        stars = self._by("stars", lambda row: str(row.star))
        groups = self._by("groups", lambda row: (row.group_path or "")[: Category.steplen])
        states = self._by("states", lambda row: _WORDS.get(row.state))
        query = self.query
        return {
            "states": [
                Facet(word, str(STATE_LABELS[state]), states.get(word, 0), word in query.states)
                for word, state in STATES.items()
            ],
            "stars": [
                Facet(
                    str(star),
                    _("%(star)s sao") % {"star": star},
                    stars.get(str(star), 0),
                    str(star) in query.stars,
                )
                for star in STARS
            ],
            "groups": [
                Facet(group.slug, group.label, groups.get(group.path, 0), group.slug in query.groups)
                for group in self.groups
            ],
            "provinces": self._provinces(),
        }

    def _provinces(self) -> list[Facet]:
        names = {row.province: row.province_name for row in self.rows if row.province}
        counts = self._by("provinces", lambda row: row.province)
        facets = [
            Facet(code, name or code, counts.get(code, 0), code in self.query.provinces)
            for code, name in names.items()
            if counts.get(code) or code in self.query.provinces
        ]
        return sorted(facets, key=lambda facet: (not facet.selected, -facet.count, facet.label))

    def _passing(self, apart_from: str = "") -> Iterable[_Line]:
        tests = [test for name, test in self.tests.items() if name != apart_from]
        return (row for row in self.rows if all(test(row) for test in tests))

    def _by(self, facet: str, value_of: Callable[[_Line], Any]) -> dict[Any, int]:
        counts: dict[Any, int] = {}
        for row in self._passing(apart_from=facet):
            value = value_of(row)
            counts[value] = counts.get(value, 0) + row.count
        return counts
