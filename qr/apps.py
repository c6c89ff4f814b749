"""Codes on packages and stalls."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QrConfig(AppConfig):
    name = "qr"
    label = "qr"
    verbose_name = _("Mã QR")

    def ready(self) -> None:
        from qr.forgetting import forget_contact, reports_due  # noqa: PLC0415 -- models are there only now
        from qr.templatetags import qr  # noqa: F401, PLC0415 -- adds the code to the product page
        from storefront.privacy.sweeps import Sweep, register_sweep  # noqa: PLC0415

        register_sweep(Sweep("contacts of reports", reports_due, forget_contact))
