"""Bank transfers and the orders they pay."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransfersConfig(AppConfig):
    name = "storefront.transfers"
    label = "transfers"
    verbose_name = _("Tiền chuyển khoản")
