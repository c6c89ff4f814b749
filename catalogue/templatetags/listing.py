"""The sections of a listing. Each is a template whose markup is worked out once for each shape."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from catalogue.search.listing import Chip, SortOption
from catalogue.search.query import PARAMS, ProductHits, ProductQuery
from catalogue.templatetags.facets import facet_boxes
from storefront.ready_templates import ReadyTemplate
from storefront.told import day, grouped

register = template.Library()

_HEAD = ReadyTemplate("catalogue/_listing_head.html")
_FILTERS = ReadyTemplate("catalogue/_filters.html")
_SORT = ReadyTemplate("catalogue/_sort.html")
_CHIPS = ReadyTemplate("catalogue/_chips.html")
_day = lru_cache(maxsize=64)(lambda on, _language: day(on))


class Field(NamedTuple):
    """An input of the form."""

    name: str
    value: str


class Shown(NamedTuple):
    """An order to choose."""

    name: str
    href: str
    chosen: bool


@register.simple_tag(takes_context=True)
def listing_head(context: Context, *, picture: str, gifts: str, ranking: str) -> SafeString:
    """What is listed and how much of it; `picture` is the group's, the others lead on, each only where it fits."""
    query, hits, group = context["query"], context["hits"], context["group"]
    return _HEAD(
        text=query.text,
        group=group.label if group else "",
        picture=picture,
        total=_total(query, hits),
        gifts="" if query.text or group else gifts,
        ranking=ranking if hits.total > 1 else "",
        is_shortened=hits.shortened,
        read_as=hits.read_as,
    )


def _total(query: ProductQuery, hits: ProductHits) -> str:
    if query.in_force_only:
        said = ngettext(
            "%(shown)s sản phẩm có sao còn hạn hôm nay, %(day)s",
            "%(shown)s sản phẩm có sao còn hạn hôm nay, %(day)s",
            hits.total,
        )
    else:
        said = ngettext(
            "%(shown)s sản phẩm, cả sao không còn hạn, xem ngày %(day)s",
            "%(shown)s sản phẩm, cả sao không còn hạn, xem ngày %(day)s",
            hits.total,
        )
    language = get_language()
    return said % {"shown": grouped(hits.total, language), "day": _day(query.on, language)}


@register.simple_tag(takes_context=True)
def listing_filters(context: Context) -> SafeString:
    """The form of filters; it carries along what was asked otherwise, and not the fields fixed by the page."""
    query, facets, fixed = context["query"], context["hits"].facets, context["fixed"]
    kept = facets["in_force_only"][0].count
    return _FILTERS(
        action=context["request"].path,
        in_use=str(context["filters_in_use"] or ""),
        hidden=tuple(_hidden(query, context["sorts"])),
        stars=facet_boxes(facets["stars"], PARAMS["stars"]),
        groups=None if "groups" in fixed else facet_boxes(facets["groups"], PARAMS["groups"]),
        provinces=facet_boxes(facets["provinces"], PARAMS["provinces"], short=True),
        legal_forms=facet_boxes(facets["legal_forms"], PARAMS["legal_forms"]),
        price_min=Field(PARAMS["price_min"], _number(query.price_min)),
        price_max=Field(PARAMS["price_max"], _number(query.price_max)),
        in_force=Field(PARAMS["in_force_only"], grouped(kept, get_language())),
        in_force_only=query.in_force_only,
    )


def _number(price: int | None) -> str:
    return "" if price is None else str(price)


def _hidden(query: ProductQuery, sorts: Sequence[SortOption]) -> list[Field]:
    """What was asked otherwise: words, a place to be near to, an order."""
    asked = [(PARAMS["text"], query.text), (PARAMS["near"], query.near_text)]
    if query.sort != "relevance":
        asked += [(PARAMS["sort"], option.word) for option in sorts if option.selected]
    return [Field(name, value) for name, value in asked if value]


@register.simple_tag(takes_context=True)
def listing_sort(context: Context) -> SafeString:
    """The orders to choose from."""
    path = context["request"].path
    options = tuple([Shown(one.label, _href(path, one.address), one.selected) for one in context["sorts"]])
    return _SORT(options=options, is_near=bool(context["query"].near))


@register.simple_tag(takes_context=True)
def listing_chips(context: Context) -> SafeString:
    """A chip for each filter in use, and one to take off several at once."""
    path, chips, text = context["request"].path, context["chips"], context["query"].text
    everything = _href(path, f"{PARAMS['text']}={quote(text)}" if text else "")
    shown = tuple([Chip(chip.label, _href(path, chip.address)) for chip in chips])
    return _CHIPS(chips=shown, unfiltered=everything if len(chips) > 1 else "")


def _href(path: str, asked: str) -> str:
    return f"{path}?{asked}" if asked else path
