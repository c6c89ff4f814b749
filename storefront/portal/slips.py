"""What goes on and into the parcel: the slip for the outside (A5), the order for the inside (A4).

The slip names what a carrier needs and no more. Its QR leads to the order in the producer's own portal, which opens for
that producer alone: the shopper's signed link opens the order to whoever holds it, so it is on no paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    HRFlowable,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus import Table as Grid
from reportlab.platypus.tables import TableStyle

from storefront.evidence.parts import tidy
from storefront.evidence.sheet import EARTH, INK, LINE, QUIET, Symbol
from storefront.pdf_type import REGULAR, SEMIBOLD, register_fonts
from storefront.vietnamese import display_phone, format_dong

_MARGIN = {"slip": 9 * mm, "order": 18 * mm}
_PADDING = 6  # what reportlab's frame leaves on every side
_TEXT = ParagraphStyle("text", fontName=REGULAR, fontSize=9.5, leading=13, textColor=INK)
_SMALL = ParagraphStyle("small", _TEXT, fontSize=8, leading=11, textColor=QUIET)
_HEAD = ParagraphStyle("head", _TEXT, fontName=SEMIBOLD, fontSize=8, leading=11, textColor=QUIET)
_TITLE = ParagraphStyle("title", _TEXT, fontName=SEMIBOLD, fontSize=17, leading=22)
_NUMBER = ParagraphStyle("number", _TEXT, fontName=SEMIBOLD, fontSize=20, leading=25)
_WHO = ParagraphStyle("who", _TEXT, fontName=SEMIBOLD, fontSize=13, leading=17)
_LOUD = ParagraphStyle("loud", _TEXT, fontName=SEMIBOLD, fontSize=12, leading=16, textColor=EARTH)
_RIGHT = ParagraphStyle("right", _TEXT, alignment=2)
_RIGHT_HEAD = ParagraphStyle("right-head", _HEAD, alignment=2)
_RIGHT_SUM = ParagraphStyle("right-sum", _RIGHT, fontName=SEMIBOLD)
#: Facts of a product a carrier has to know.
_CARE = (
    ("is_fragile", "Dễ vỡ"),
    ("is_liquid", "Chất lỏng, để đứng"),
    ("is_chilled", "Giữ lạnh"),
    ("is_live", "Hàng tươi sống"),
    ("is_oversize", "Cồng kềnh"),
)


def draw_slips(orders: Sequence[Any]) -> bytes:
    """One A5 slip per order (`reading.told`), in Vietnamese; an order of many lines goes on on the next page."""
    return _draw(orders, _slip, size=A5, margin=_MARGIN["slip"])


def draw_slips_in_pairs(orders: Sequence[Any]) -> bytes:
    """The same slips two on a sheet of A4, to be cut in the middle; a long one goes on in the next half."""
    return _draw(orders, _slip, size=A5, margin=_MARGIN["slip"], is_paired=True)


def draw_orders(orders: Sequence[Any]) -> bytes:
    """One A4 order each, with prices, in Vietnamese."""
    return _draw(orders, _order, size=A4, margin=_MARGIN["order"])


def portal_link(order: Any) -> str:
    """The order's page for its producer, as printed."""
    with translation.override(settings.LANGUAGE_CODE):
        return settings.PUBLIC_BASE_URL + reverse("portal:order", args=[order.number])


def _draw(
    orders: Sequence[Any], one: Any, *, size: tuple[float, float], margin: float, is_paired: bool = False
) -> bytes:
    register_fonts()
    out = BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=landscape(A4) if is_paired else size,
        pageTemplates=[_pair(size, margin) if is_paired else _single(size, margin)],
        title=tidy(", ".join(order.number for order in orders))[:200],
        author=tidy(orders[0].producer.name) if orders else "",
        creator=settings.OSCAR_SHOP_NAME,
        lang="vi-VN",
    )
    story: list[Flowable] = []
    with translation.override(settings.LANGUAGE_CODE):
        for order in orders:
            story += [*one(order, size[0] - 2 * margin), FrameBreak() if is_paired else PageBreak()]
        document.build(story[:-1])
    return out.getvalue()


def _frame(size: tuple[float, float], margin: float, *, left: float = 0) -> Frame:
    inner = margin - _PADDING
    return Frame(
        left + inner,
        margin,
        size[0] - 2 * inner,
        size[1] - 2 * margin,
        topPadding=0,
        bottomPadding=0,
        id=f"at-{left:.0f}",
    )


def _single(size: tuple[float, float], margin: float) -> PageTemplate:
    return PageTemplate("single", [_frame(size, margin)])


def _pair(size: tuple[float, float], margin: float) -> PageTemplate:
    half = landscape(A4)[0] / 2
    return PageTemplate(
        "pair",
        [_frame(size, margin), _frame(size, margin, left=half)],
        onPage=_cut_here,
        pagesize=landscape(A4),
    )


def _cut_here(canvas: Any, _document: Any) -> None:
    """A dashed line where the sheet is cut."""
    width, height = landscape(A4)
    canvas.saveState()
    canvas.setStrokeColor(LINE)
    canvas.setDash(3, 3)
    canvas.line(width / 2, 0, width / 2, height)
    canvas.restoreState()


def _slip(order: Any, width: float) -> list[Flowable]:
    group, side = order.group, 27 * mm
    head = [
        [
            [
                _text(_("Phiếu giao hàng"), _HEAD),
                _text(order.number, _NUMBER),
                _text(_("Đặt ngày %(day)s") % {"day": _day(order)}, _SMALL),
            ],
            Symbol(portal_link(order), side),
        ]
    ]
    collect = (
        _text(_("Thu hộ khi giao: %(amount)s") % {"amount": format_dong(order.to_collect)}, _LOUD)
        if order.to_collect
        else _text(_("Không thu tiền"), _LOUD)
    )
    story: list[Flowable] = [
        _plain(head, [width - side, side]),
        _rule(),
        _text(_("Người nhận"), _HEAD),
        _text(group.shopper_name if group else "–", _WHO),
        _text(display_phone(group.phone) if group else "", _WHO),
        *_where(order),
    ]
    if group and group.note:
        story.append(_text(_("Lời nhắn: %(note)s") % {"note": group.note}))
    story += [Spacer(1, 3 * mm), collect, _rule(), _text(_("Người gửi"), _HEAD), *_sender(order.producer)]
    care = _care(order)
    story += [_rule(), *([_text(care, _LOUD)] if care else []), _contents(order, width)]
    return story


def _order(order: Any, width: float) -> list[Flowable]:
    group, side = order.group, 30 * mm
    head = [
        [
            [
                _text(_("Đơn hàng %(number)s") % {"number": order.number}, _TITLE),
                _text(
                    _("Đặt lúc %(moment)s trên %(shop)s")
                    % {"moment": _moment(order), "shop": settings.OSCAR_SHOP_NAME},
                    _SMALL,
                ),
            ],
            Symbol(portal_link(order), side),
        ]
    ]
    buyer = [
        _text(_("Người mua"), _HEAD),
        _text(group.shopper_name if group else "–", _WHO),
        _text(display_phone(group.phone) if group else ""),
        *_where(order),
        *([_text(_("Lời nhắn: %(note)s") % {"note": group.note})] if group and group.note else []),
    ]
    seller = [_text(_("Người bán"), _HEAD), *_sender(order.producer, whole=True)]
    return [
        _plain(head, [width - side, side]),
        _rule(),
        _plain([[seller, "", buyer]], [width / 2, 6 * mm, width / 2 - 6 * mm]),
        Spacer(1, 6 * mm),
        _prices(order, width),
        Spacer(1, 8 * mm),
        _text(_("Giấy này kèm theo hàng, không thay hoá đơn."), _SMALL),
        *([_text(_("Dữ liệu minh hoạ."), _SMALL)] if order.producer.illustrative else []),
    ]


def _where(order: Any) -> list[Flowable]:
    """Where it goes: the shopper's address, or the place and day the shopper comes for it."""
    address = order.group.address_label if order.group else ""
    delivery = getattr(order, "delivery", None)
    if delivery is None:
        return [_text(address)]
    way = f"{delivery.label}: {delivery.place}" if delivery.place else delivery.label
    if delivery.day:
        way = _("%(way)s, ngày %(day)s") % {"way": way, "day": f"{delivery.day:%d/%m/%Y}"}
    return [_text(way)] if delivery.is_pick_up else [_text(address), _text(way, _SMALL)]


def _sender(producer: Any, *, whole: bool = False) -> list[Flowable]:
    """Who sends: name, place, telephone; on the order also tax code and e-mail. The representative is on neither."""
    place = ", ".join(part for part in (producer.address, producer.place_label) if part)
    lines = [_text(producer.name, _WHO if whole else ParagraphStyle("sender", _TEXT, fontName=SEMIBOLD))]
    told = [place, display_phone(producer.phone)]
    if whole:
        tax = _("Mã số thuế: %(code)s") % {"code": producer.tax_code} if producer.tax_code else ""
        told += [producer.email, tax]
    return [*lines, *(_text(line) for line in told if line)]


def _contents(order: Any, width: float) -> Flowable:
    rows: list[list[Flowable]] = [[_text(_("Trong gói"), _HEAD), _text(_("Số lượng"), _RIGHT_HEAD)]]
    rows += [[_text(line.title), _text(str(line.quantity), _RIGHT)] for line in order.items]
    return _table(rows, [width - 22 * mm, 22 * mm])


def _prices(order: Any, width: float) -> Flowable:
    heads = [(_("Hàng"), _HEAD), (_("Số lượng"), _RIGHT_HEAD), (_("Đơn giá"), _RIGHT_HEAD)]
    rows = [[*(_text(name, style) for name, style in heads), _text(_("Thành tiền"), _RIGHT_HEAD)]]
    for line in order.items:
        amounts = (
            line.quantity,
            format_dong(line.unit_price_incl_tax),
            format_dong(line.line_price_incl_tax),
        )
        rows.append([_text(line.title), *(_text(str(amount), _RIGHT) for amount in amounts)])
    for name, amount, style in _sums(order):
        rows.append([_text(name), "", "", _text(format_dong(amount), style)])
    small = 27 * mm
    return _table(rows, [width - 2 * small - 20 * mm, 20 * mm, small, small])


def _sums(order: Any) -> Iterable[tuple[str, int, ParagraphStyle]]:
    for discount in order.told_discounts:
        told = {"name": discount.name, "bearer": discount.bearer}
        yield _("Đã giảm trong giá: %(name)s (%(bearer)s chịu)") % told, discount.amount, _RIGHT
    off = order.goods + int(order.shipping_incl_tax) - int(order.total_incl_tax)
    yield _("Phí giao"), int(order.shipping_incl_tax), _RIGHT
    if off > 0:
        yield _("Giảm giá"), -off, _RIGHT
    method = order.get_payment_method_display()
    yield _("Tổng cộng (%(method)s)") % {"method": method}, int(order.total_incl_tax), _RIGHT_SUM
    if order.balance.paid:
        yield _("Đã nhận"), order.balance.paid, _RIGHT
    if order.balance.refunded:
        yield _("Đã hoàn lại"), order.balance.refunded, _RIGHT


def _care(order: Any) -> str:
    """`Dễ vỡ · Chất lỏng, để đứng`, over all goods of the parcel."""
    products = [line.product for line in order.items if line.product]
    return " · ".join(words for fact, words in _CARE if any(getattr(product, fact) for product in products))


def _text(text: Any, style: ParagraphStyle = _TEXT) -> Paragraph:
    return Paragraph(escape(tidy(str(text))), style)


def _rule() -> Flowable:
    return HRFlowable(width="100%", thickness=0.6, color=LINE, spaceBefore=3 * mm, spaceAfter=3 * mm)


def _plain(rows: list[list[Any]], widths: list[float]) -> Flowable:
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
    style += [("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0)]
    return Grid(rows, colWidths=widths, style=TableStyle(style), hAlign="LEFT")


def _table(rows: list[list[Any]], widths: list[float]) -> Flowable:
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
    ]
    return Grid(rows, colWidths=widths, style=TableStyle(style), repeatRows=1, hAlign="LEFT")


def _day(order: Any) -> str:
    return f"{timezone.localtime(order.date_placed):%d/%m/%Y}"


def _moment(order: Any) -> str:
    return f"{timezone.localtime(order.date_placed):%H:%M %d/%m/%Y}"
