"""Oscar's order, placed with one producer within an order group."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oscar.apps.order.abstract_models import AbstractOrder


class Order(AbstractOrder):
    """One producer's part of a checkout, paid to that producer.

    `number` (`DH` and eight characters, the last a check character) is also what the shopper writes into
    a bank transfer: one code for the order, the parcel and the bank statement.
    """

    class Status(models.TextChoices):
        PLACED = "placed", _("Đã đặt")
        CONFIRMED = "confirmed", _("Đã xác nhận")
        PACKED = "packed", _("Đã đóng gói")
        HANDED_OVER = "handed_over", _("Đang giao")
        DELIVERED = "delivered", _("Đã giao")
        COMPLETED = "completed", _("Hoàn tất")
        CANCELLED = "cancelled", _("Đã huỷ")
        RETURN_ASKED = "return_asked", _("Xin trả hàng")
        RETURN_AGREED = "return_agreed", _("Đồng ý nhận lại")
        RETURNED = "returned", _("Đã nhận lại hàng")
        RETURN_REFUSED = "return_refused", _("Từ chối trả hàng")

    class PaymentMethod(models.TextChoices):
        CASH_ON_DELIVERY = "cod", _("Trả tiền khi nhận hàng")
        VIETQR = "vietqr", _("Chuyển khoản VietQR")
        VNPAY = "vnpay", "VNPay"

    group = models.ForeignKey(
        "purchases.OrderGroup", models.PROTECT, null=True, related_name="orders", verbose_name=_("lượt mua")
    )
    producer = models.ForeignKey(
        "producers.Producer", models.PROTECT, null=True, related_name="orders", verbose_name=_("chủ thể")
    )
    payment_method = models.CharField(
        _("cách trả tiền"),
        max_length=10,
        choices=PaymentMethod.choices,
        default=PaymentMethod.CASH_ON_DELIVERY,
    )
    touchpoint = models.JSONField(_("đến từ"), null=True, blank=True)
    time_limit = models.DateTimeField(
        _("hạn"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Sau lúc này đơn tự huỷ (chưa thấy tiền) hoặc tự hoàn tất (đã giao)."),
    )

    class Meta(AbstractOrder.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["group", "producer"], name="one_order_per_producer_in_a_group"),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "placed",
                        "confirmed",
                        "packed",
                        "handed_over",
                        "delivered",
                        "completed",
                        "cancelled",
                        "return_asked",
                        "return_agreed",
                        "returned",
                        "return_refused",
                    ]
                ),
                name="order_in_a_known_state",
            ),
        ]
        indexes = [
            models.Index(
                fields=["time_limit"], name="orders_by_time_limit", condition=Q(time_limit__isnull=False)
            ),
            models.Index(fields=["producer", "status", "date_placed"], name="orders_of_a_producer"),
        ]

    @property
    def status_label(self) -> str:
        """The status in words; a status of Oscar's own is shown as it stands."""
        return str(dict(self.Status.choices).get(self.status, self.status))

    @property
    def is_prepaid(self) -> bool:
        """Whether the money is to come before the goods go."""
        return self.payment_method != self.PaymentMethod.CASH_ON_DELIVERY

    def is_past_limit(self, at: datetime | None = None) -> bool:
        """Whether time has moved the order on already, even where nobody has noted it yet."""
        return self.time_limit is not None and self.time_limit <= (at or timezone.now())


from oscar.apps.order.models import *  # noqa: E402, F403
