"""Oscar's order, placed with one producer within an order group."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from oscar.apps.order.abstract_models import AbstractOrder


class Order(AbstractOrder):
    """One producer's part of a checkout, paid to that producer.

    `number` (`DH` and eight characters, the last a check character) is also what the shopper writes into
    a bank transfer: one code for the order, the parcel and the bank statement.
    """

    class Status(models.TextChoices):
        PLACED = "placed", _("Đã đặt")

    class PaymentMethod(models.TextChoices):
        CASH_ON_DELIVERY = "cod", _("Trả tiền khi nhận hàng")
        VIETQR = "vietqr", _("Chuyển khoản VietQR")

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

    class Meta(AbstractOrder.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["group", "producer"], name="one_order_per_producer_in_a_group"),
        ]

    @property
    def status_label(self) -> str:
        """The status in words; a status of Oscar's own is shown as it stands."""
        return str(dict(self.Status.choices).get(self.status, self.status))


from oscar.apps.order.models import *  # noqa: E402, F403
