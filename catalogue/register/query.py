"""What a visitor asks the register: `RegisterQuery`, read leniently from an address. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from catalogue.certification.status import State
from catalogue.search.words import clean_text
from storefront.days import AskedDay, read_day

PAGE_SIZE = 25
MAX_VALUES = 40
STARS = (5, 4, 3)
# Word in the address → state, in order of display.
STATES = {
    "con-han": State.IN_FORCE,
    "gia-han": State.EXTENDED,
    "het-han": State.EXPIRED,
    "thu-hoi": State.REVOKED,
    "thay-the": State.SUPERSEDED,
    "chua-minh-chung": State.UNPROVEN,
}
# Field of the query → word in the address.
PARAMS = {
    "text": "q",
    "day": "ngay",
    "states": "trang-thai",
    "stars": "sao",
    "groups": "nganh",
    "provinces": "tinh",
    "page": "page",
}
FACETS = ("states", "stars", "groups", "provinces")


@dataclass(frozen=True, kw_only=True)
class RegisterQuery:
    """One question. `states` are words of the address, `groups` slugs of root groups, `provinces` codes.

    Values of one facet widen the answer, facets narrow each other.
    """

    day: AskedDay
    text: str = ""
    states: tuple[str, ...] = ()
    stars: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    page: int = 1

    @property
    def on(self) -> date:
        return self.day.on

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """Every facet value in use, as (field, value)."""
        return [(name, value) for name in FACETS for value in getattr(self, name)]

    def without(self, name: str, value: str) -> RegisterQuery:
        """The query with one facet value taken off, on its first page."""
        kept = tuple(each for each in getattr(self, name) if each != value)
        changed: dict[str, Any] = {name: kept}
        return replace(self, page=1, **changed)

    def on_today(self) -> RegisterQuery:
        """The same question about today."""
        return replace(self, day=AskedDay(self.day.today, self.day.today), page=1)

    def plain(self) -> RegisterQuery:
        """The same words and day without any facet."""
        return RegisterQuery(day=self.day, text=self.text)

    def address(self) -> str:
        """The query string that asks this again, without `?` and without the page."""
        pairs = [(PARAMS["text"], self.text)] if self.text else []
        pairs += [(PARAMS["day"], self.day.address)] if self.day.address else []
        return urlencode(pairs + [(PARAMS[name], value) for name, value in self.chosen])


def read_query(
    params: Mapping[str, Sequence[str]], *, today: date, groups: Iterable[str], provinces: Iterable[str]
) -> RegisterQuery:
    """Read an address's parameters (name → list of values). What is not known is left out, never refused."""
    return RegisterQuery(
        day=read_day(clean_text(_last(params, "day")), today=today),
        text=clean_text(_last(params, "text")),
        states=_chosen(params, "states", STATES),
        stars=_chosen(params, "stars", (str(star) for star in STARS)),
        groups=_chosen(params, "groups", groups),
        provinces=_chosen(params, "provinces", provinces),
        page=_page(_last(params, "page")),
    )


def _last(params: Mapping[str, Sequence[str]], name: str) -> str:
    values = params.get(PARAMS[name]) or [""]
    return values[-1]


def _chosen(params: Mapping[str, Sequence[str]], name: str, known: Iterable[str]) -> tuple[str, ...]:
    asked = list(params.get(PARAMS[name]) or [])[:MAX_VALUES]
    return tuple(value for value in known if value in asked)


def _page(text: str) -> int:
    readable = text.isascii() and text.isdigit() and len(text) <= 7
    return max(int(text), 1) if readable else 1
