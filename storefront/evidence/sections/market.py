"""Sales points that carry the product, and the provinces any record of the period reaches."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from fairs.models import SalesPoint, SalesPointStock
from storefront.evidence.parts import Column, Fact, Link, Section, Table, address, day
from storefront.evidence.sections.asked import Asked


def market(asked: Asked, *, fairs: dict[str, int], orders: dict[str, int]) -> Section:
    """Sales points where the product was seen in the period; `fairs` and `orders` count by province."""
    seen = _stock(asked)
    counted = [stock for stock in seen if asked.period.holds(stock.confirmed_on)]
    points: dict[str, int] = {}
    for stock in counted:
        points[stock.point.province.name] = points.get(stock.point.province.name, 0) + 1
    reached = sorted({*points, *fairs, *orders}, key=lambda name: (-points.get(name, 0), name))
    area = tuple((name, points.get(name, 0), fairs.get(name, 0), orders.get(name, 0)) for name in reached)
    facts = [
        Fact(_("Điểm bán có sản phẩm trong kỳ"), len(counted), _("theo lần xác nhận gần nhất tại điểm bán")),
        Fact(_("Trong đó được công nhận"), sum(_recognised(stock) for stock in counted)),
    ]
    if area:
        facts.append(Fact(_("Số tỉnh, thành phố có ghi nhận"), len(area)))
    nothing = not counted
    return Section(
        key="thi-truong",
        title=_("Điểm bán và địa bàn"),
        facts=tuple(facts[2:] if nothing else facts),
        tables=(_point_table(counted), _area_table(area)),
        notes=_outside(seen, counted),
        lacking=_("Trong kỳ này chưa điểm bán nào được xác nhận có sản phẩm.") if nothing else "",
        advice=_("Gửi sản phẩm tới điểm bán OCOP và nhờ Sở Công Thương xác nhận có trên kệ.")
        if nothing
        else "",
        proofs={"market": len(counted)},
    )


def _stock(asked: Asked) -> list[Any]:
    return list(
        SalesPointStock.objects.filter(product__in=asked.product_ids)
        .exclude(point__state=SalesPoint.State.PROPOSED)
        .select_related("point__kind", "point__province", "point__commune")
        .order_by("point__province__name_folded", "point__name_folded", "pk")
    )


def _recognised(stock: Any) -> bool:
    return stock.point.state == SalesPoint.State.RECOGNISED


def _point_table(counted: list[Any]) -> Table:
    rows = tuple(
        (
            Link(stock.point.name, address(stock.point.get_absolute_url())),
            stock.point.kind.name,
            stock.point.place_label,
            _standing(stock.point),
            day(stock.confirmed_on),
        )
        for stock in counted
    )
    columns = (
        Column(_("Điểm bán"), 2.1),
        Column(_("Loại địa điểm"), 1.6),
        Column(_("Nơi"), 1.7),
        Column(_("Tình trạng điểm bán"), 1.7),
        Column(_("Xác nhận ngày"), 1),
    )
    return Table("diem-ban", _("Điểm bán có sản phẩm"), columns, rows)


def _standing(point: Any) -> str:
    told = point.get_state_display()
    if not point.decision_number:
        return told
    signed = f", {day(point.decision_on)}" if point.decision_on else ""
    return f"{told}: {point.decision_number}{signed}"


def _area_table(area: tuple[tuple[str, int, int, int], ...]) -> Table:
    columns = (
        Column(_("Tỉnh, thành phố"), 2),
        Column(_("Điểm bán"), 1, numeric=True),
        Column(_("Hội chợ"), 1, numeric=True),
        Column(_("Đơn giao tới"), 1, numeric=True),
    )
    return Table("dia-ban", _("Địa bàn có ghi nhận trong kỳ"), columns, area)


def _outside(seen: list[Any], counted: list[Any]) -> tuple[str, ...]:
    left = len(seen) - len(counted)
    if not left:
        return ()
    return (_("Không tính %(count)s điểm bán có lần xác nhận gần nhất nằm ngoài kỳ.") % {"count": left},)
