"""The answer from the shop's own database, SQLite or PostgreSQL, with no extension: LIKE over folded words.

Three queries whatever is asked: the groups, one table of counts from which every facet and the total are
added up, and the page (plus what its cards show). In force is computed from the ledger's dates for `query.on`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DecimalField,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from oscar.core.loading import get_model

from catalogue.certification.managers import certified
from catalogue.certification.models import LedgerEntry
from catalogue.models import Category, Product, ProductCategory
from catalogue.producers.models import Producer
from catalogue.search.query import STARS, Facet, ProductHits, ProductQuery
from catalogue.search.words import as_stored

_MONEY = DecimalField(max_digits=12, decimal_places=2)


def find(query: ProductQuery) -> ProductHits:
    """Answer `query`; a page past the end is the last page."""
    groups = _groups(query)
    matching = _dated(_worded(Product.objects.listed(), query.words), query)
    counts = _Counts(_table(matching), query, groups)
    total = counts.sum()
    pages = max(1, -(-total // query.page_size))
    page = min(query.page, pages)
    shown = _ordered(_filtered(matching, query, groups), query)
    start = (page - 1) * query.page_size
    products = list(shown.for_cards()[start : start + query.page_size]) if total else []
    return ProductHits(total=total, products=products, facets=counts.facets(), page=page, pages=pages)


class _Group(NamedTuple):
    slug: str
    label: str
    path: str
    depth: int


def _groups(query: ProductQuery) -> list[_Group]:
    """The groups at the root and those asked for."""
    wanted = Category.objects.filter(Q(depth=1, is_public=True) | Q(slug__in=query.groups)).order_by("path")
    return [_Group(group.slug, group.label, group.path, group.depth) for group in wanted]


def _worded(products: QuerySet, words: Sequence[str]) -> QuerySet:
    """Products that have every word in some field, marks and place of the words apart."""
    for word in words:
        products = products.filter(search_words__contains=as_stored([word]))
    return products


def _dated(products: QuerySet, query: ProductQuery) -> QuerySet:
    """With `star_now` (None when no star is in force), `group_path`, `price` and whether it is in range."""
    records = get_model("partner", "StockRecord").objects.filter(product=OuterRef("pk")).order_by("price")
    paths = ProductCategory.objects.filter(product=OuterRef("pk")).order_by("category__path")
    priced = certified(products, on=query.on).annotate(
        group_path=Subquery(paths.values("category__path")[:1]),
        asked_price=Case(
            When(selling=Product.Selling.ORDERABLE, then=Subquery(records.values("price")[:1])),
            default=Cast("price_from", _MONEY),
            output_field=_MONEY,
        ),
    )
    in_range = _price_range(query)
    if not in_range:
        return priced.annotate(price_fits=Value(True, output_field=BooleanField()))
    return priced.annotate(
        price_fits=Case(When(in_range, then=Value(True)), default=Value(False), output_field=BooleanField())
    )


def _price_range(query: ProductQuery) -> Q:
    in_range = Q()
    if query.price_min is not None:
        in_range &= Q(asked_price__gte=query.price_min)
    if query.price_max is not None:
        in_range &= Q(asked_price__lte=query.price_max)
    return in_range


def _filtered(products: QuerySet, query: ProductQuery, groups: Iterable[_Group]) -> QuerySet:
    asked = Q(price_fits=True)
    if query.in_force_only:
        asked &= Q(star_now__isnull=False)
    if query.stars:
        asked &= Q(star_now__in=query.stars)
    if query.provinces:
        asked &= Q(province__code__in=query.provinces)
    if query.legal_forms:
        asked &= Q(producer__legal_form__in=query.legal_forms)
    if query.groups:
        paths = [Q(group_path__startswith=group.path) for group in groups if group.slug in query.groups]
        asked &= reduce(or_, paths, Q(pk__in=[]))
    return products.filter(asked)


def _ordered(products: QuerySet, query: ProductQuery) -> QuerySet:
    best, newest = F("star_now").desc(nulls_last=True), F("recognised_on").desc(nulls_last=True)
    products = products.annotate(recognised_on=_last_recognised(query.on))
    if query.sort == "price":
        return products.order_by(F("asked_price").asc(nulls_last=True), best, "name_folded", "pk")
    if query.sort == "-price":
        return products.order_by(F("asked_price").desc(nulls_last=True), best, "name_folded", "pk")
    if query.sort == "newest":
        return products.order_by(newest, best, "name_folded", "pk")
    if query.sort == "relevance" and query.words:
        return products.annotate(weight=_weight(query)).order_by("-weight", best, newest, "name_folded", "pk")
    return products.order_by(best, newest, "name_folded", "pk")


def _last_recognised(on: date) -> Subquery:
    begun = LedgerEntry.objects.recognitions().filter(product=OuterRef("pk"), valid_from__lte=on)
    return Subquery(begun.order_by().values("product").annotate(last=Max("valid_from")).values("last"))


def _weight(query: ProductQuery) -> Any:
    """How well a product that has all the words answers: marks as typed first, then words side by side.

    A word as spelt counts 4 in the name and 2 elsewhere; all of them side by side in the name 6 more. Folded
    words side by side count 3 in the name and 2 anywhere, a name that begins with them 1.
    """
    side_by_side = as_stored(query.words)
    parts = [
        _worth(6, search_words__contains=as_stored(query.spelt, mark="^")),
        _worth(3, search_words__contains=as_stored(query.words, mark="~")),
        _worth(2, search_words__contains=side_by_side),
        _worth(1, search_words__startswith=side_by_side),
    ]
    for word in query.spelt:
        here, there = as_stored([word], mark="^"), as_stored([word], mark="=")
        parts.append(_worth(2, search_words__contains=here))
        parts.append(
            Case(
                When(Q(search_words__contains=here) | Q(search_words__contains=there), then=Value(2)),
                default=Value(0),
            )
        )
    return reduce(lambda left, right: left + right, parts)


def _worth(points: int, **lookup: str) -> Case:
    return Case(When(**lookup, then=Value(points)), default=Value(0))


@dataclass(frozen=True)
class _Row:
    """So many products alike in everything one can filter by."""

    group_path: str | None
    star: int | None
    province: str | None
    province_name: str | None
    legal_form: str | None
    price_fits: bool
    count: int


def _table(matching: QuerySet) -> list[_Row]:
    columns = (
        "group_path",
        "star_now",
        "province__code",
        "province__name",
        "producer__legal_form",
        "price_fits",
    )
    rows = matching.order_by().values(*columns).annotate(number=Count("pk")).values_list(*columns, "number")
    return [_Row(*row) for row in rows]


class _Counts:
    """Adds the table up: a facet's counts keep every filter but its own, so that its values can be widened."""

    def __init__(self, rows: list[_Row], query: ProductQuery, groups: list[_Group]) -> None:
        self.rows, self.query = rows, query
        self.roots = [group for group in groups if group.depth == 1]
        paths = tuple(group.path for group in groups if group.slug in query.groups)
        self.tests: dict[str, Callable[[_Row], bool]] = {
            "groups": lambda row: not query.groups or (row.group_path or "").startswith(paths),
            "stars": lambda row: not query.stars or row.star in query.stars,
            "provinces": lambda row: not query.provinces or row.province in query.provinces,
            "legal_forms": lambda row: not query.legal_forms or row.legal_form in query.legal_forms,
            "price": lambda row: row.price_fits,
            "in_force_only": lambda row: not query.in_force_only or row.star is not None,
        }

    def sum(self) -> int:
        """How many products pass every filter."""
        return sum(row.count for row in self._passing())

    def _passing(self, apart_from: str = "") -> Iterable[_Row]:
        tests = [test for name, test in self.tests.items() if name != apart_from]
        return (row for row in self.rows if all(test(row) for test in tests))

    def _by(self, facet: str, value_of: Callable[[_Row], Any]) -> dict[Any, int]:
        counts: dict[Any, int] = {}
        for row in self._passing(apart_from=facet):
            value = value_of(row)
            counts[value] = counts.get(value, 0) + row.count
        return counts

    def facets(self) -> dict[str, list[Facet]]:
        return {
            "groups": self._group_facet(),
            "stars": self._star_facet(),
            "provinces": self._province_facet(),
            "legal_forms": self._legal_form_facet(),
            "in_force_only": self._in_force_facet(),
        }

    def _group_facet(self) -> list[Facet]:
        counts = self._by("groups", lambda row: (row.group_path or "")[: Category.steplen])
        return [
            Facet(group.slug, group.label, counts.get(group.path, 0), group.slug in self.query.groups)
            for group in self.roots
        ]

    def _star_facet(self) -> list[Facet]:
        counts = self._by("stars", lambda row: row.star)
        return [
            Facet(
                str(star), _("%(star)s sao") % {"star": star}, counts.get(star, 0), star in self.query.stars
            )
            for star in STARS
        ]

    def _province_facet(self) -> list[Facet]:
        names = {row.province: row.province_name for row in self.rows if row.province}
        counts = self._by("provinces", lambda row: row.province)
        facets = [
            Facet(code, name or code, counts.get(code, 0), code in self.query.provinces)
            for code, name in names.items()
            if counts.get(code) or code in self.query.provinces
        ]
        return sorted(facets, key=lambda facet: (not facet.selected, -facet.count, facet.label))

    def _legal_form_facet(self) -> list[Facet]:
        counts = self._by("legal_forms", lambda row: row.legal_form)
        return [
            Facet(
                form.value, str(form.label), counts.get(form.value, 0), form.value in self.query.legal_forms
            )
            for form in Producer.LegalForm
            if counts.get(form.value) or form.value in self.query.legal_forms
        ]

    def _in_force_facet(self) -> list[Facet]:
        counts = self._by("in_force_only", lambda row: row.star is not None)
        kept = counts.get(True, 0)
        return [
            Facet("1", _("Chỉ sao còn hạn hôm nay"), kept, self.query.in_force_only),
            Facet("0", _("Cả sao không còn hạn"), kept + counts.get(False, 0), not self.query.in_force_only),
        ]
