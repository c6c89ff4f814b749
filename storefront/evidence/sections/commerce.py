"""Selling through the shop: the page, and orders as numbers. Nothing of a buyer but the province."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _
from oscar.core.loading import get_model

from storefront.evidence.parts import Column, Fact, Link, Section, Table, address, day, days
from storefront.evidence.period import day_here
from storefront.evidence.sections.asked import Asked
from storefront.order.models import Order

UNKNOWN_PLACE = "?"


def commerce(asked: Asked) -> Section:
    """The product's page with its address, and what was ordered through it in the period."""
    lines, product = _lines(asked), asked.product
    total = lines.aggregate(
        orders=Count("order", distinct=True),
        pieces=Sum("quantity"),
        first=Min("order__date_placed"),
        last=Max("order__date_placed"),
    )
    provinces = _by_province(lines)
    named = {name: orders for name, orders, _pieces in provinces if name != UNKNOWN_PLACE}
    shown = product.is_public and asked.producer is not None and asked.producer.state != "pending"
    facts = [_page(asked, shown=shown), Fact(_("Cách bán hôm nay"), product.get_selling_display())]
    if total["orders"]:
        facts += _orders(total, lines, places=len(named))
    return Section(
        key="thuong-mai-dien-tu",
        title=_("Thương mại điện tử"),
        facts=tuple(facts),
        tables=(_month_table(lines), _province_table(provinces)),
        notes=(
            _("Số liệu là đơn khách đã đặt trên nền tảng này; không kể đơn ở kênh khác."),
            _(
                "Ngày bắt đầu bán không được ghi riêng: mốc gần nhất là ngày nhập vào hệ thống và đơn đầu tiên."
            ),
        ),
        lacking="" if total["orders"] else _("Trong kỳ này chưa có đơn nào đặt sản phẩm qua nền tảng."),
        advice="" if total["orders"] else _advice(product),
        reach=named,
        proofs={"market": total["orders"]},
    )


def _lines(asked: Asked) -> QuerySet:
    return get_model("order", "Line").objects.filter(
        product__in=asked.product_ids,
        order__date_placed__gte=asked.period.starts_at,
        order__date_placed__lt=asked.period.ends_at,
    )


def _page(asked: Asked, *, shown: bool) -> Fact:
    entered = _("nhập vào hệ thống ngày %(day)s") % {"day": day(day_here(asked.product.date_created))}
    if not shown:
        return Fact(_("Trang sản phẩm"), _("hôm nay không hiện với người mua"), entered)
    page = address(asked.product.get_absolute_url())
    return Fact(_("Trang sản phẩm"), Link(page, page), entered)


def _orders(total: dict[str, Any], lines: QuerySet, *, places: int) -> list[Fact]:
    labels = dict(Order.Status.choices)
    states = lines.order_by("order__status").values_list("order__status")
    told = ", ".join(
        f"{labels.get(state, state)}: {count}"
        for state, count in states.annotate(orders=Count("order", distinct=True))
    )
    return [
        Fact(_("Số đơn trong kỳ"), total["orders"], told),
        Fact(_("Số lượng đã đặt"), total["pieces"], _("theo đơn vị bán trên trang sản phẩm")),
        Fact(_("Số tỉnh, thành phố nhận hàng"), places),
        Fact(
            _("Đơn đầu và đơn gần nhất trong kỳ"),
            days(day_here(total["first"]), day_here(total["last"])),
        ),
    ]


def _by_province(lines: QuerySet) -> list[tuple[str, int, int]]:
    rows = (
        lines.order_by("order__group__province__name_folded")
        .values_list("order__group__province__name", "order__group__province__name_folded")
        .annotate(orders=Count("order", distinct=True), pieces=Sum("quantity"))
    )
    found = [(name or UNKNOWN_PLACE, orders, pieces) for name, _folded, orders, pieces in rows]
    return sorted(found, key=lambda row: -row[1])


def _province_table(provinces: list[tuple[str, int, int]]) -> Table:
    rows = tuple(
        (_("Không rõ") if name == UNKNOWN_PLACE else name, pieces, orders)
        for name, orders, pieces in provinces
    )
    columns = (
        Column(_("Tỉnh, thành phố nhận hàng"), 2),
        Column(_("Số lượng"), 1, numeric=True),
        Column(_("Số đơn"), 1, numeric=True),
    )
    return Table("don-theo-tinh", _("Đơn theo nơi nhận"), columns, rows, bars=True)


def _month_table(lines: QuerySet) -> Table:
    month = TruncMonth("order__date_placed", tzinfo=timezone.get_default_timezone())
    found = (
        lines.annotate(month=month)
        .order_by("month")
        .values_list("month")
        .annotate(pieces=Sum("quantity"), orders=Count("order", distinct=True))
    )
    rows = tuple((f"{month:%m/%Y}", pieces, orders) for month, pieces, orders in found)
    columns = (
        Column(_("Tháng"), 2),
        Column(_("Số lượng"), 1, numeric=True),
        Column(_("Số đơn"), 1, numeric=True),
    )
    return Table("don-theo-thang", _("Đơn theo tháng"), columns, rows, bars=True)


def _advice(product: Any) -> str:
    if product.selling != product.Selling.ORDERABLE:
        return _("Sản phẩm đang để “Liên hệ chủ thể”: mở đặt mua tại đây thì đơn hàng mới được ghi nhận.")
    return _("Giữ giá và số lượng trên trang đúng thực tế, chia sẻ địa chỉ trang sản phẩm cho khách.")
