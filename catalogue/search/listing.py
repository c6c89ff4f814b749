"""What a listing shows around its products: chips of the filters in use, and the orders to choose from."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.search.query import PARAMS, SORT_WORDS, Choices, ProductQuery
from storefront.told import money

SORT_LABELS: dict[str, str | Promise] = {
    "relevance": gettext_lazy("Phù hợp nhất"),
    "star": gettext_lazy("Nhiều sao trước"),
    "newest": gettext_lazy("Mới công nhận"),
    "price": gettext_lazy("Giá thấp trước"),
    "-price": gettext_lazy("Giá cao trước"),
    "near": gettext_lazy("Gần tôi trước"),
}


class Chip(NamedTuple):
    """A filter in use, and the address without it."""

    label: str
    address: str


class SortOption(NamedTuple):
    """An order to choose: its name, its address, its word in the address ("" for the usual one)."""

    label: str
    address: str
    selected: bool
    word: str


def chips_of(query: ProductQuery, choices: Choices, *, fixed: tuple[str, ...] = ()) -> list[Chip]:
    """One removable chip for each filter in use; fields in `fixed` belong to the page and have none."""
    return [
        Chip(label, other.address(leave_out=fixed))
        for label, other in without_each(query, choices, fixed=fixed)
    ]


def without_each(
    query: ProductQuery, choices: Choices, *, fixed: tuple[str, ...] = ()
) -> list[tuple[str, ProductQuery]]:
    """Each filter in use by its name, with the query that lacks it alone."""
    labels = {
        "groups": choices.groups,
        "stars": {star: _("%(star)s sao") % {"star": star} for star in query.stars},
        "provinces": choices.provinces,
        "legal_forms": choices.legal_forms,
    }
    found = [
        (str(known.get(value, value)), query.without(name, value))
        for name, known in labels.items()
        if name not in fixed
        for value in getattr(query, name)
    ]
    if price := price_label(query):
        found.append((price, query.without_price()))
    if not query.in_force_only:
        found.append((_("Cả sao không còn hạn"), query.without("in_force_only")))
    return found


def price_label(query: ProductQuery) -> str:
    """`Dưới 200.000 ₫`, `Từ 50.000 ₫`, `50.000 ₫ – 200.000 ₫`, or nothing."""
    low = None if query.price_min is None else money(query.price_min)
    high = None if query.price_max is None else money(query.price_max)
    if low and high:
        return f"{low} – {high}"
    if low:
        return _("Từ %(price)s") % {"price": low}
    return _("Đến %(price)s") % {"price": high} if high else ""


def sort_options(query: ProductQuery, *, fixed: tuple[str, ...] = ()) -> list[SortOption]:
    """The orders on offer; relevance only where there are words to be relevant to."""
    current = current_sort(query)
    asked = query.address(leave_out=(*fixed, "sort", "page"))
    return [
        SortOption(str(label), _with_sort(asked, SORT_WORDS[sort]), sort == current, SORT_WORDS[sort])
        for sort, label in SORT_LABELS.items()
        if (sort != "relevance" or query.words) and (sort != "near" or query.near)
    ]


def _with_sort(asked: str, word: str) -> str:
    """The order is the last of an address, and the usual one is not in it."""
    said = f"{PARAMS['sort']}={word}" if word else ""
    return "&".join(part for part in (asked, said) if part)


def current_sort(query: ProductQuery) -> str:
    """The order in effect: without words, relevance means the stars."""
    return "star" if query.sort == "relevance" and not query.words else query.sort
