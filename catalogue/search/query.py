"""What a shopper asks for and gets, whatever the backend: `ProductQuery` in, `ProductHits` out. Pure.

An address is read leniently: what it says and we do not know is left out, nothing in it can break a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from catalogue.search.words import MAX_WORDS, clean_text, folded_words, spelt_words

if TYPE_CHECKING:
    from catalogue.cards import Card
    from catalogue.search.models import Reading
    from catalogue.search.spelling import Understood

PAGE_SIZE = 24
MAX_PAGE = 1_000_000
MAX_VALUES = 40
MAX_PRICE = 10_000_000_000
STARS = (5, 4, 3)
# Degrees (WGS 84) one can stand at and ask what is near: Vietnam with its islands.
SOUTH, NORTH, WEST, EAST = 6.0, 24.0, 102.0, 118.0
SORTS = {
    "phu-hop": "relevance",
    "sao": "star",
    "gia-tang": "price",
    "gia-giam": "-price",
    "moi": "newest",
    "gan": "near",
}
SORT_WORDS = {sort: "" if sort == "relevance" else word for word, sort in SORTS.items()}
# Field of the query → word in the address.
PARAMS = {
    "text": "q",
    "groups": "nganh",
    "stars": "sao",
    "provinces": "tinh",
    "legal_forms": "loai",
    "price_min": "gia-tu",
    "price_max": "gia-den",
    "in_force_only": "con-han",
    "near": "gan",
    "sort": "xep",
    "page": "page",
}
_STARS_SAID = re.compile(r"(?<!\w)([345])\s*(?:sao|stars?|\u2605)(?!\w)", re.IGNORECASE)
_POSITION = re.compile(r"(\d{1,2}(?:\.\d{1,6})?),(\d{2,3}(?:\.\d{1,6})?)")
_PRICE_FILL = re.compile(r"[\s.,\u00a0₫đ]+", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class ProductQuery:
    """One question to the catalogue. `groups` are slugs, `provinces` codes, prices whole đồng, `on` the day.

    Values of one facet widen the answer (4 or 5 stars), facets narrow each other (4 stars and Thanh Hóa).
    """

    on: date
    text: str = ""
    groups: tuple[str, ...] = ()
    stars: tuple[int, ...] = ()
    provinces: tuple[str, ...] = ()
    legal_forms: tuple[str, ...] = ()
    price_min: int | None = None
    price_max: int | None = None
    in_force_only: bool = True
    near: tuple[float, float] | None = None
    sort: str = "relevance"
    page: int = 1
    page_size: int = PAGE_SIZE

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words that must all be found."""
        return tuple(folded_words(self.text)[:MAX_WORDS])

    @property
    def spelt(self) -> tuple[str, ...]:
        """The same words with their marks, for ranking."""
        return tuple(spelt_words(self.text)[:MAX_WORDS])

    @property
    def active_filters(self) -> int:
        """How many filters narrow the list: the number on the filter button."""
        chosen = len(self.groups) + len(self.stars) + len(self.provinces) + len(self.legal_forms)
        return chosen + (self.price_min is not None or self.price_max is not None) + (not self.in_force_only)

    @property
    def near_text(self) -> str:
        """The position as the address has it, or nothing."""
        return "" if self.near is None else f"{self.near[0]:g},{self.near[1]:g}"

    def without(self, name: str, value: Any = None) -> ProductQuery:
        """The query with one value of a facet taken off, or the whole field put back; always its first page."""
        changed: dict[str, Any] = {name: _DEFAULTS[name]}
        current = getattr(self, name)
        if value is not None and isinstance(current, tuple):
            changed[name] = tuple(kept for kept in current if kept != value)
        return replace(self, page=1, **changed)

    def without_price(self) -> ProductQuery:
        """The query with no bound on the price, on its first page."""
        return replace(self, page=1, price_min=None, price_max=None)

    def sorted_by(self, sort: str) -> ProductQuery:
        """The query in another order, on its first page."""
        return replace(self, page=1, sort=sort)

    def address(self, *, leave_out: Sequence[str] = ()) -> str:
        """The query string that asks this again, shortest form, without `?`; `leave_out` names fields."""
        pairs: list[tuple[str, str]] = []
        for name, param in PARAMS.items():
            value = getattr(self, name)
            if name in leave_out or value == _DEFAULTS[name]:
                continue
            if name == "near":
                pairs.append((param, self.near_text))
            elif isinstance(value, tuple):
                pairs += [(param, str(item)) for item in value]
            elif name == "in_force_only":
                pairs.append((param, "0"))
            else:
                pairs.append((param, SORT_WORDS[value] if name == "sort" else str(value)))
        return urlencode(pairs)


_DEFAULTS: dict[str, Any] = {item.name: item.default for item in fields(ProductQuery)}


@dataclass(frozen=True)
class Facet:
    """One value one can filter by; `count` is how many products there would be with it, other facets kept."""

    value: str
    label: str
    count: int
    selected: bool = False


@dataclass(frozen=True)
class ProductHits:
    """One page of the answer; `facets` by field name of the query, each complete and in order of display."""

    total: int
    products: list[Card]
    facets: dict[str, list[Facet]] = field(default_factory=dict)
    page: int = 1
    pages: int = 1
    # The words that were looked for in the place of those typed, where one was mistyped.
    read_as: str = ""
    # Answered by the database because the search server is away.
    shortened: bool = False
    # Stories, news and guides that say the same words.
    readings: list[Reading] = field(default_factory=list)
    # How the words were understood as they stand, before one was taken for another because nothing answered.
    understood: Understood | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Choices:
    """Every value a facet may have, as value → label, in order of display; `paths` of the groups in their tree."""

    groups: Mapping[str, str]
    provinces: Mapping[str, str]
    legal_forms: Mapping[str, str]
    paths: Mapping[str, str] = field(default_factory=dict)


def read_query(params: Mapping[str, Sequence[str]], *, on: date, choices: Choices) -> ProductQuery:
    """Read an address's parameters (name → list of values). Unknown names and values are ignored, never refused."""
    low, high = (_price(_last(params, PARAMS[name])) for name in ("price_min", "price_max"))
    if low is not None and high is not None and low > high:
        low, high = high, low
    text = clean_text(_last(params, PARAMS["text"]))
    known_stars = {str(star): star for star in STARS}
    stars = tuple(known_stars[value] for value in _chosen(params, "stars", known_stars))
    if not stars:
        text, stars = _stars_said(text)
    near = _position(_last(params, PARAMS["near"]))
    sort = SORTS.get(_last(params, PARAMS["sort"]), "relevance")
    return ProductQuery(
        on=on,
        text=text,
        groups=_chosen(params, "groups", choices.groups),
        stars=stars,
        provinces=_chosen(params, "provinces", choices.provinces),
        legal_forms=_chosen(params, "legal_forms", choices.legal_forms),
        price_min=low,
        price_max=high,
        in_force_only=_last(params, PARAMS["in_force_only"]) != "0",
        near=near,
        sort="relevance" if sort == "near" and near is None else sort,
        page=_page(_last(params, PARAMS["page"])),
    )


def _last(params: Mapping[str, Sequence[str]], name: str) -> str:
    values = params.get(name) or [""]
    return values[-1]


def _chosen(params: Mapping[str, Sequence[str]], name: str, known: Mapping[str, Any]) -> tuple[str, ...]:
    asked = list(params.get(PARAMS[name]) or [])[:MAX_VALUES]
    return tuple(value for value in known if value in asked)


def _stars_said(text: str) -> tuple[str, tuple[int, ...]]:
    """`nước mắm 5 sao` asks for nước mắm with five stars."""
    said = _STARS_SAID.search(text)
    if said is None:
        return text, ()
    return " ".join((text[: said.start()] + " " + text[said.end() :]).split()), (int(said[1]),)


def _position(text: str) -> tuple[float, float] | None:
    """`19.81,105.78`, to about a kilometre: nobody's door is in an address or a log."""
    found = _POSITION.fullmatch(text[:40])
    if found is None:
        return None
    latitude, longitude = round(float(found[1]), 2), round(float(found[2]), 2)
    return (latitude, longitude) if SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST else None


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        return 1
    return min(max(int(text), 1), MAX_PAGE)


def _price(text: str) -> int | None:
    digits = _PRICE_FILL.sub("", text[:40])
    if not (digits.isascii() and digits.isdigit()):
        return None
    amount = int(digits)
    return amount if amount <= MAX_PRICE else None
