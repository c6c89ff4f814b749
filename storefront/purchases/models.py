"""One checkout by one shopper: a group of orders, one per producer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderGroup(models.Model):
    """What a shopper placed in one go. Each of its orders is paid to its own producer."""

    number = models.CharField(_("mã lượt mua"), max_length=16, unique=True)
    submission = models.CharField(
        _("dấu của biểu mẫu"), max_length=40, unique=True, editable=False, help_text=_("Gửi hai lần vẫn là một.")
    )
    shopper_name = models.CharField(_("người mua"), max_length=120)
    phone = models.CharField(_("điện thoại"), max_length=20)
    email = models.EmailField(_("thư điện tử"), blank=True)
    placed_at = models.DateTimeField(_("đặt lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("lượt mua")
        verbose_name_plural = _("lượt mua")
        ordering = ["-placed_at"]

    def __str__(self) -> str:
        return self.number
