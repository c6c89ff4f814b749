"""What was sold, month by month. Two queries for the figures, and those that name what the rows stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Substr, TruncMonth
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Category
from storefront.order.models import Line
from storefront.orderdesk.asking import NO_TOUCHPOINT, TOUCHPOINTS
from storefront.orderdesk.places import Places
from storefront.orderdesk.standing import SOLD, with_state
from storefront.purchases.lifecycle import DELIVER
from storefront.purchases.models import OrderEvent

MONTHS = 12


@dataclass(frozen=True)
class Way:
    """A way of dividing sales: `key` stands in the address, `fields` are asked of the lines."""

    key: str
    name: str | Promise
    heads: tuple[str | Promise, ...]
    fields: tuple[str, ...]


_NOTE = ("order__touchpoint__kind", "order__touchpoint__reference")
WAYS = {
    way.key: way
    for way in (
        Way(
            "chu-the",
            gettext_lazy("Chủ thể"),
            (gettext_lazy("Chủ thể"),),
            ("order__producer", "order__producer__name"),
        ),
        Way("nganh", gettext_lazy("Ngành"), (gettext_lazy("Ngành"),), ("root",)),
        Way(
            "tinh",
            gettext_lazy("Tỉnh nhận hàng"),
            (gettext_lazy("Giao tới"),),
            ("order__group__province", "order__group__province__name"),
        ),
        Way(
            "den-tu",
            gettext_lazy("Nơi đưa khách tới"),
            (gettext_lazy("Đến từ"), gettext_lazy("Sự kiện, nơi bán")),
            _NOTE,
        ),
        Way(
            "chuoi",
            gettext_lazy("Chuỗi xúc tiến"),
            (
                gettext_lazy("Đến từ"),
                gettext_lazy("Sự kiện, nơi bán"),
                gettext_lazy("Gian"),
                gettext_lazy("Sản phẩm"),
                gettext_lazy("Chủ thể"),
            ),
            (*_NOTE, "order__producer", "order__producer__name", "product", "title"),
        ),
    )
}


@dataclass(frozen=True)
class Row:
    """What was sold of one thing: whole đồng for each month, the year's sum, and how many orders had it."""

    labels: tuple[str, ...]
    amounts: tuple[int, ...]
    orders: int

    @property
    def total(self) -> int:
        return sum(self.amounts)


@dataclass(frozen=True)
class Sales:
    """A year's table. An order with goods of two groups counts in both rows, in `total` once."""

    way: Way
    year: int
    rows: tuple[Row, ...]
    total: Row


def sales(*, way: Way, year: int, at: datetime) -> Sales:
    """Return what was sold in a year, divided that way.

    Goods only, without the charge for delivery, counted in the month the order reached its shopper. An order counts
    when it is delivered and kept: delivered, completed, or its return refused.
    """
    lines = _sold_lines(year=year, at=at)
    found = list(_summed(lines, *way.fields))
    rows = [Row(label, *_by_month(group)) for label, group in _labelled(way, found)]
    rows.sort(key=lambda row: (-row.total, row.labels))
    total = Row((_("Cộng"), *[""] * (len(way.heads) - 1)), *_by_month(_summed(lines)))
    return Sales(way, year, tuple(rows), total)


def sales_lines(table: Sales) -> list[list[Any]]:
    """The table as lines of a file, headings first, numbers as numbers."""
    months = [f"{month:02}/{table.year}" for month in range(1, MONTHS + 1)]
    heads = [*map(str, table.way.heads), *months, _("Cộng (₫)"), _("Số đơn")]
    rows = [[*row.labels, *row.amounts, row.total, row.orders] for row in [*table.rows, table.total]]
    return [heads, *rows]


def _sold_lines(*, year: int, at: datetime) -> QuerySet:
    events = OrderEvent.objects.filter(order=OuterRef("order"), move=DELIVER.code).order_by("number")
    zone = timezone.get_default_timezone()
    first, after = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    lines = with_state(Line.objects.filter(order__group__isnull=False), at=at, path="order__")
    lines = lines.filter(state_now__in=SOLD).annotate(delivered_at=Subquery(events.values("at")[:1]))
    own = Category.objects.filter(product=OuterRef("product")).order_by("path")
    parent = Category.objects.filter(product=OuterRef("product__parent")).order_by("path")
    root = Coalesce(Subquery(own.values("path")[:1]), Subquery(parent.values("path")[:1]))
    return lines.filter(delivered_at__gte=first, delivered_at__lt=after).annotate(
        month=TruncMonth("delivered_at", tzinfo=zone), root=Substr(root, 1, Category.steplen)
    )


def _summed(lines: QuerySet, *fields: str) -> QuerySet:
    asked = {f"_{place}": F(field) for place, field in enumerate(fields)}
    return (
        lines.order_by()
        .values("month", **asked)
        .annotate(amount=Sum("line_price_incl_tax"), orders=Count("order", distinct=True))
    )


def _by_month(found: Iterable[Mapping[str, Any]]) -> tuple[tuple[int, ...], int]:
    """Amounts by month, and orders: each order reached its shopper in one month only."""
    amounts, orders = [0] * MONTHS, 0
    for row in found:
        amounts[row["month"].month - 1] += int(row["amount"])
        orders += row["orders"]
    return tuple(amounts), orders


def _labelled(
    way: Way, found: list[Mapping[str, Any]]
) -> list[tuple[tuple[str, ...], list[Mapping[str, Any]]]]:
    """Rows with what is to be read of them. They are told apart by key: two producers of one name stay two rows."""
    keyed: dict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in found:
        keyed[tuple(row[f"_{place}"] for place in range(len(way.fields)))].append(row)
    name = _namer(way, list(keyed))
    return [(name(key), rows) for key, rows in keyed.items()]


def _namer(way: Way, keys: list[tuple[Any, ...]]) -> Any:
    if way.key == "nganh":
        groups = dict(Category.objects.filter(depth=1).values_list("path", "name"))
        return lambda key: (groups.get(key[0]) or _("Chưa xếp ngành"),)
    if way.key in ("chu-the", "tinh"):
        return lambda key: (key[1] or "–",)
    kinds = {kind: str(label) for kind, label in [*TOUCHPOINTS, NO_TOUCHPOINT]}
    places = Places.of({"kind": key[0], "reference": key[1]} for key in keys if key[0])

    def named(key: tuple[Any, ...]) -> tuple[str, ...]:
        note = {"kind": key[0], "reference": key[1]} if key[0] else None
        label = (kinds.get(key[0] or NO_TOUCHPOINT[0], str(key[0])), places.name_of(note))
        if way.key == "den-tu":
            return label
        return (*label, places.booth_of(note, key[2]), key[5] or "", key[3] or "")

    return named
