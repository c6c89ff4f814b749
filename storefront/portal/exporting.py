"""A producer's own orders as CSV or XLSX, one line an order. No cell is run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from storefront.dong import whole_dong
from storefront.officer_lists import without_formula
from storefront.portal.reading import told
from storefront.vietnamese import display_phone

_BATCH = 200


def headings() -> list[str]:
    return [
        _("Mã đơn"),
        _("Đặt lúc"),
        _("Trạng thái"),
        _("Người mua"),
        _("Điện thoại"),
        _("Địa chỉ"),
        _("Lời nhắn"),
        _("Hàng"),
        _("Tiền hàng (₫)"),
        _("Phí giao (₫)"),
        _("Tổng (₫)"),
        _("Cách trả tiền"),
        _("Đã nhận (₫)"),
        _("Đã hoàn (₫)"),
    ]


def as_csv(orders: QuerySet) -> HttpResponseBase:
    """As CSV with a byte order mark, sent batch by batch."""
    return _as_file(StreamingHttpResponse(_lines(orders), content_type="text/csv; charset=utf-8"), "csv")


def as_xlsx(orders: QuerySet) -> HttpResponseBase:
    """As a workbook: amounts are numbers, moments are moments."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Đơn hàng"))
    sheet.append(headings())
    for row in rows(orders):
        sheet.append([_told_in_sheet(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _as_file(HttpResponse(out.getvalue(), content_type=kind), "xlsx")


def rows(orders: QuerySet) -> Iterator[list[Any]]:
    """The orders' cells, read in batches: as many queries for one batch as for the next."""
    pks = list(orders.values_list("pk", flat=True))
    for start in range(0, len(pks), _BATCH):
        batch = {order.pk: order for order in told(orders.filter(pk__in=pks[start : start + _BATCH]))}
        yield from (_row(batch[pk]) for pk in pks[start : start + _BATCH] if pk in batch)


def _row(order: Any) -> list[Any]:
    group = order.group
    return [
        order.number,
        timezone.localtime(order.date_placed).replace(tzinfo=None, microsecond=0),
        str(order.state_label),
        group.shopper_name if group else "",
        display_phone(group.phone) if group else "",
        group.address_label if group else "",
        group.note if group else "",
        "; ".join(f"{line.quantity} × {line.title}" for line in order.items),
        order.goods,
        whole_dong(order.shipping_incl_tax),
        whole_dong(order.total_incl_tax),
        order.get_payment_method_display(),
        order.balance.paid,
        order.balance.refunded,
    ]


def _lines(orders: QuerySet) -> Iterator[str]:
    yield "\ufeff" + _line(headings())
    for row in rows(orders):
        yield _line([f"{cell:%d/%m/%Y %H:%M}" if hasattr(cell, "hour") else cell for cell in row])


def _line(cells: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([without_formula(cell) for cell in cells])
    return out.getvalue()


def _told_in_sheet(cell: Any) -> Any:
    return without_formula(cell) if isinstance(cell, str) else cell


def _as_file(response: HttpResponseBase, kind: str) -> HttpResponseBase:
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="don-hang-{day}.{kind}"'
    return response
