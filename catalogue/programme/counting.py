"""The programme in numbers on a day: by state, province, group and month of expiry. Two queries in all."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from catalogue.certification.back_office.products import WITH_STAR
from catalogue.certification.managers import certified, with_states
from catalogue.certification.rules import add_months
from catalogue.certification.status import State
from catalogue.certification.wording import STATE_LABELS
from catalogue.models import Category, Product

STARS = (5, 4, 3)
SHOWN_STATES = (State.IN_FORCE, State.EXTENDED, State.EXPIRED, State.REVOKED, State.UNPROVEN)


@dataclass(frozen=True)
class Number:
    """A count, and the query of the list of products that it counts ("" where there is no such list)."""

    count: int
    query: str


@dataclass(frozen=True)
class Row:
    """One line of a table: a count for each column, and their total."""

    label: str
    parts: tuple[Number, ...]
    total: Number


@dataclass(frozen=True)
class Table:
    """One table of the overview; `key` names it in addresses and file names."""

    key: str
    title: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row


def overview(*, on: date, asked: str = "") -> dict[str, Table]:
    """The four tables of that day by key: `tinh-trang`, `tinh`, `nganh`, `thang`.

    `asked` is the day as the lists behind the numbers carry it in their address, "" for today.
    """
    first = Category.objects.filter(product=OuterRef("pk")).order_by("path").values("path")[:1]
    products = certified(with_states(Product.objects.exclude(structure=Product.CHILD), on=on), on=on)
    facts = list(
        products.annotate(group_path=Subquery(first))
        .order_by()
        .values_list(
            "certification_state",
            "star_now",
            "certified_until",
            "province_id",
            "province__name",
            "group_path",
        )
    )
    starred = [fact for fact in facts if fact[1] is not None]
    tables = [_states(facts), _provinces(starred), _groups(starred), _months(starred)]
    return {table.key: _asked(table, asked) if asked else table for table in tables}


def _asked(table: Table, day: str) -> Table:
    """The same table, its links asking about that day."""

    def number(one: Number) -> Number:
        return Number(one.count, f"{one.query}&{urlencode({'ngay': day})}" if one.query else "")

    def row(one: Row) -> Row:
        return Row(one.label, tuple(map(number, one.parts)), number(one.total))

    return replace(table, rows=tuple(map(row, table.rows)), total=row(table.total))


def _states(facts: list[Any]) -> Table:
    counts = Counter(fact[0] for fact in facts)
    rows = []
    for state in SHOWN_STATES:
        number = Number(counts[state.value], urlencode({"state": state.value}))
        rows.append(Row(str(STATE_LABELS[state]), (number,), number))
    with_star = Number(counts[State.IN_FORCE] + counts[State.EXTENDED], urlencode({"state": WITH_STAR}))
    total = Row(_("Đang có sao (còn hạn và được gia hạn)"), (with_star,), with_star)
    return Table("tinh-trang", _("Tình trạng"), _("Tình trạng"), (_("Sản phẩm"),), tuple(rows), total)


def _provinces(starred: list[Any]) -> Table:
    names = {fact[3]: fact[4] for fact in starred}
    counts = Counter((fact[3], fact[1]) for fact in starred)
    keys = sorted(names, key=lambda key: (-sum(counts[key, star] for star in STARS), names[key] or ""))
    rows = [
        _row(names[key] or _("Chưa rõ tỉnh"), key, counts, {"province": "null" if key is None else key})
        for key in keys
    ]
    return _starred("tinh", _("Sao theo tỉnh, thành phố"), _("Tỉnh, thành phố"), rows, starred)


def _groups(starred: list[Any]) -> Table:
    roots = list(Category.objects.filter(depth=1).order_by("path"))
    counts = Counter((fact[5] and fact[5][: Category.steplen], fact[1]) for fact in starred)
    rows = [_row(root.label, root.path, counts, {"group": root.pk}) for root in roots]
    if any(key is None for key, _star in counts):
        rows.append(_row(_("Chưa xếp ngành"), None, counts, None))
    return _starred("nganh", _("Sao theo ngành"), _("Ngành"), rows, starred)


def _months(starred: list[Any]) -> Table:
    counts: Counter[tuple[date, int]] = Counter((fact[2].replace(day=1), fact[1]) for fact in starred)
    months = sorted({month for month, _star in counts})
    if months:
        first, last = months[0], months[-1]
        span = (last.year - first.year) * 12 + last.month - first.month
        months = [add_months(first, step) for step in range(span + 1)]
    rows = [_row(f"{month:%m/%Y}", month, counts, {"ends_month": f"{month:%Y-%m}"}) for month in months]
    return _starred("thang", _("Sao theo tháng hết hạn"), _("Tháng"), rows, starred)


def _starred(key: str, title: str, head: str, rows: list[Row], starred: list[Any]) -> Table:
    counts: dict[Any, int] = defaultdict(int)
    for fact in starred:
        counts["", fact[1]] += 1
    total = _row(_("Cộng"), "", counts, {})
    return Table(
        key, title, head, tuple(_("%(star)s sao") % {"star": star} for star in STARS), tuple(rows), total
    )


def _row(label: str, key: Any, counts: Any, query: dict[str, Any] | None) -> Row:
    parts = tuple(
        Number(counts[key, star], "" if query is None else urlencode({**query, "star": star}))
        for star in STARS
    )
    whole = "" if query is None else urlencode({"state": WITH_STAR, **query})
    return Row(label, parts, Number(sum(part.count for part in parts), whole))
