"""What a product cost and since when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PriceChange(models.Model):
    """From `at` on a product cost `now` đồng, until its next change. Never changed, never taken back."""

    product = models.ForeignKey(
        "catalogue.Product", models.CASCADE, related_name="price_changes", verbose_name=_("sản phẩm")
    )
    stockrecord = models.ForeignKey(
        "partner.StockRecord", models.SET_NULL, null=True, editable=False, related_name="price_changes"
    )
    was = models.PositiveBigIntegerField(_("giá trước (₫)"), null=True, blank=True)
    now = models.PositiveBigIntegerField(_("giá mới (₫)"), null=True, blank=True)
    at = models.DateTimeField(_("từ lúc"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người đổi"),
    )

    class Meta:
        verbose_name = _("lần đổi giá")
        verbose_name_plural = _("lịch sử giá")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["stockrecord", "at"], name="prices_through_time")]
        constraints = [
            models.CheckConstraint(condition=~Q(was=models.F("now")), name="price_change_changes_something"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.was} → {self.now}"
