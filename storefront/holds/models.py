"""What is held for whom, until when. A hold that ran out is as good as none, whether its row is still there or not."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class StockHoldQuerySet(models.QuerySet):
    def running(self, at: datetime) -> StockHoldQuerySet:
        """The holds that count at a moment."""
        return self.filter(until__gt=at)


class StockHold(models.Model):
    """Pieces of one stock row that a basket at checkout keeps from others until a moment."""

    stockrecord = models.ForeignKey("partner.StockRecord", models.CASCADE, related_name="holds")
    basket = models.ForeignKey("basket.Basket", models.CASCADE, related_name="holds")
    quantity = models.PositiveIntegerField(_("số lượng"))
    since = models.DateTimeField(_("từ"))
    until = models.DateTimeField(_("đến"))

    objects = StockHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hàng đang giữ")
        verbose_name_plural = _("hàng đang giữ")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["stockrecord", "basket"], name="one_hold_per_basket_and_stock"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, until__gt=F("since")), name="hold_of_something_for_a_time"
            ),
        ]
        indexes = [models.Index(fields=["stockrecord", "until"], name="holds_running")]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.stockrecord_id}"
