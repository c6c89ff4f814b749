"""A person's data as they may take them away: the same records for a reader and for a machine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from storefront.complaints.models import Complaint
from storefront.order.models import Order
from storefront.payment.sources import balances_of
from storefront.privacy.forgetting import keep_until
from storefront.purchases.models import OrderGroup
from storefront.reviews.forgetting import reviews_told

Record = dict[str, Any]


def data_of(groups: Iterable[OrderGroup], *, user: Any = None) -> Record:
    """Everything kept about who placed `groups`, and about an account when one asks. JSON types only."""
    groups = list(groups)
    told: Record = {
        "controller": settings.OCOP_OPERATOR,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "purchases": [_purchase(group) for group in groups],
        "complaints": [_complaint(complaint) for complaint in _complaints(groups, user)],
        "reviews": reviews_told(Order.objects.filter(group__in=groups)),
    }
    if user is not None:
        told["account"] = {
            "email": user.letter_address,
            "phone": user.phone or "",
            "name": user.get_full_name(),
        }
        told["saved_addresses"] = [
            {"name": kept.name, "phone": kept.phone, "street": kept.street, "commune": str(kept.commune)}
            for kept in user.saved_addresses.select_related("commune")
        ]
    return told


def words_for(name: str) -> str:
    """What a key of the export is called on the page."""
    words = {
        "controller": _("Bên quản lý dữ liệu"),
        "made_at": _("Lập lúc"),
        "purchases": _("Lượt mua"),
        "complaints": _("Khiếu nại"),
        "reviews": _("Nhận xét"),
        "order": _("Đơn hàng"),
        "product": _("Sản phẩm"),
        "points": _("Điểm"),
        "account": _("Tài khoản"),
        "saved_addresses": _("Địa chỉ đã lưu"),
        "number": _("Mã"),
        "placed_at": _("Đặt lúc"),
        "name": _("Tên"),
        "phone": _("Điện thoại"),
        "email": _("Thư điện tử"),
        "address": _("Địa chỉ"),
        "street": _("Số nhà, đường"),
        "commune": _("Xã, phường"),
        "note": _("Lời nhắn"),
        "kept_until": _("Giữ tới ngày"),
        "orders": _("Đơn hàng"),
        "producer": _("Chủ thể"),
        "state": _("Trạng thái"),
        "payment": _("Cách trả tiền"),
        "total": _("Tổng tiền (₫)"),
        "paid": _("Đã trả (₫)"),
        "refunded": _("Đã hoàn (₫)"),
        "lines": _("Hàng"),
        "events": _("Diễn biến"),
        "consents": _("Sự đồng ý"),
        "purpose": _("Mục đích"),
        "text": _("Nội dung"),
        "given_at": _("Đồng ý lúc"),
        "withdrawn_at": _("Rút lại lúc"),
        "age_declared_at": _("Xác nhận tuổi lúc"),
        "kind": _("Về việc"),
        "received_at": _("Nhận lúc"),
        "at": _("Lúc"),
        "who": _("Ai"),
        "what": _("Việc"),
        "reason": _("Lý do"),
        "files": _("Số tệp"),
        "seen_at": _("Thấy ở"),
    }
    return words.get(name, name)


def _purchase(group: OrderGroup) -> Record:
    orders = list(group.orders.select_related("producer").prefetch_related("lines", "events"))
    balances = balances_of(orders)
    age = getattr(group, "age_declaration", None)
    return {
        "number": group.number,
        "placed_at": _moment(group.placed_at),
        "name": group.shopper_name,
        "phone": group.phone,
        "email": group.email,
        "address": group.address_label,
        "note": group.note,
        "kept_until": keep_until(group).isoformat(),
        "age_declared_at": _moment(age.declared_at) if age else "",
        "orders": [
            {
                "number": order.number,
                "producer": str(order.producer or ""),
                "state": order.status,
                "payment": order.payment_method,
                "total": int(order.total_incl_tax),
                "paid": int(balances[order.pk].paid),
                "refunded": int(balances[order.pk].refunded),
                "lines": [f"{line.quantity} × {line.title}" for line in order.lines.all()],
                "events": [
                    {"at": _moment(event.at), "who": event.actor, "what": event.move, "reason": event.reason}
                    for event in order.events.all()
                ],
            }
            for order in orders
        ],
        "consents": [
            {
                "purpose": consent.purpose,
                "text": consent.text,
                "given_at": _moment(consent.given_at),
                "withdrawn_at": _moment(consent.withdrawn_at),
            }
            for consent in group.consents.all()
        ],
    }


def _complaints(groups: list[OrderGroup], user: Any) -> list[Complaint]:
    found = Complaint.objects.filter(order__group__in=groups)
    if user is not None:
        found = (found | Complaint.objects.filter(user=user)).distinct()
    return list(found.prefetch_related("events__files").order_by("pk"))


def _complaint(complaint: Complaint) -> Record:
    return {
        "number": complaint.number,
        "kind": complaint.kind,
        "state": complaint.state,
        "received_at": _moment(complaint.received_at),
        "name": complaint.name,
        "phone": complaint.phone,
        "email": complaint.email,
        "seen_at": complaint.seen_at,
        "text": complaint.text,
        "events": [
            {
                "at": _moment(event.at),
                "who": event.party,
                "what": event.move,
                "text": event.text,
                "files": len(event.files.all()),
            }
            for event in complaint.events.all()
        ],
    }


def _moment(at: Any) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else ""
