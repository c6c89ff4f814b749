"""Codes on packages and stalls."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QrConfig(AppConfig):
    name = "qr"
    label = "qr"
    verbose_name = _("Mã QR")
