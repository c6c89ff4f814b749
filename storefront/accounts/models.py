"""One-time codes. They hold neither the address nor the code, only what proves both."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OneTimeCode(models.Model):
    """A code sent to one address, asked for by one browser: good once, for ten minutes, for five guesses."""

    mark = models.CharField(_("dấu của địa chỉ"), max_length=64, unique=True)
    proof = models.CharField(_("băm của mã"), max_length=64)
    expires_at = models.DateTimeField(_("hết hạn lúc"), db_index=True)
    tries = models.PositiveSmallIntegerField(_("số lần thử"), default=0)

    class Meta:
        verbose_name = _("mã một lần")
        verbose_name_plural = _("mã một lần")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.expires_at:%Y-%m-%d %H:%M}"
