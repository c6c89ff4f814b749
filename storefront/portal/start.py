"""The first page: what waits for the producer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.certification.managers import products_in_force
from storefront.complaints.lifecycle import State as ComplaintState
from storefront.complaints.models import Complaint
from storefront.order.models import Order
from storefront.portal.doors import ProducersOnly
from storefront.portal.finding import (
    AWAITED,
    OVERDUE,
    OWED,
    awaits_money,
    owes_money,
    past_agreed_day,
    stands_in,
    with_money,
)
from storefront.portal.reading import for_reading, told
from storefront.portal.review_views import UNANSWERED, unanswered
from storefront.reviews.models import Review
from storefront.transfers.models import BankTransfer

_S = Order.Status
#: How long before its end a star is spoken of: the papers for the next evaluation take months.
SOON = timedelta(days=180)
_LATEST = 5


@dataclass(frozen=True)
class Waiting:
    """One thing to do: how many of it, and where."""

    label: str | Promise
    count: int
    href: str
    icon: str


class StartView(ProducersOnly):
    """What waits, the newest orders, and stars that end soon."""

    here = "start"

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        newest = told(for_reading(self.orders).order_by("-date_placed", "-pk")[:_LATEST])
        ending = products_in_force(self.products, on=today).filter(certified_until__lte=today + SOON)
        return self.page(
            "start",
            waiting=waiting_of(
                self.orders,
                self.transfers,
                Complaint.objects.of_producers_of(request.user),
                Review.objects.of_producers(self.producers),
            ),
            newest=newest,
            ending=ending.order_by("certified_until", "name_folded"),
            today=today,
        )


def waiting_of(
    orders: QuerySet, transfers: QuerySet, complaints: QuerySet, reviews: QuerySet
) -> list[Waiting]:
    """Everything that waits, in four queries; what does not wait is left out."""
    now = timezone.now()
    found: dict[str, Any] = with_money(orders).aggregate(
        new=Count("pk", filter=stands_in([_S.PLACED], now)),
        money=Count("pk", filter=awaits_money(now)),
        to_pack=Count("pk", filter=Q(status=_S.CONFIRMED)),
        to_send=Count("pk", filter=Q(status=_S.PACKED)),
        asked=Count("pk", filter=Q(status=_S.RETURN_ASKED)),
        coming=Count("pk", filter=Q(status=_S.RETURN_AGREED)),
        owed=Count("pk", filter=owes_money()),
        overdue=Count("pk", filter=past_agreed_day(now)),
    )
    unplaced = transfers.filter(outcome=BankTransfer.Outcome.UNMATCHED).count()
    unreplied = unanswered(reviews).count()
    complained = complaints.filter(state=ComplaintState.WITH_PRODUCER).count()
    rows = (
        (_("Đơn mới"), found["new"], _orders(trang_thai=_S.PLACED), "orders"),
        (_("Tiền chờ ghi nhận"), found["money"], _orders(tien=AWAITED), "cash"),
        (_("Chờ đóng gói"), found["to_pack"], _orders(trang_thai=_S.CONFIRMED), "box"),
        (_("Chờ gửi đi"), found["to_send"], _orders(trang_thai=_S.PACKED), "truck"),
        (_("Quá ngày hẹn nhận"), found["overdue"], _orders(hen=OVERDUE), "calendar"),
        (_("Người mua xin trả hàng"), found["asked"], _orders(trang_thai=_S.RETURN_ASKED), "warn"),
        (_("Khiếu nại chờ trả lời"), complained, reverse("own_complaints:list"), "warn"),
        (_("Nhận xét chưa trả lời"), unreplied, f"{reverse('portal:reviews')}?loc={UNANSWERED}", "people"),
        (_("Hàng trả đang về"), found["coming"], _orders(trang_thai=_S.RETURN_AGREED), "truck"),
        (_("Phải hoàn tiền"), found["owed"], _orders(tien=OWED), "cash"),
        (
            _("Tiền chưa rõ của đơn nào"),
            unplaced,
            f"{reverse('portal:transfers')}?ket_qua={BankTransfer.Outcome.UNMATCHED}",
            "bank",
        ),
    )
    return [Waiting(*row) for row in rows if row[1]]


def _orders(**asked: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{reverse('portal:orders')}?{query}"
