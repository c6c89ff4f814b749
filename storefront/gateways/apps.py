"""Payments begun at a gateway, and the keys of those who tell us of money."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatewaysConfig(AppConfig):
    name = "storefront.gateways"
    label = "gateways"
    verbose_name = _("Cổng thanh toán")
