"""One checkout: an order group with one order per producer."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PurchasesConfig(AppConfig):
    name = "storefront.purchases"
    label = "purchases"
    verbose_name = _("Lượt mua")
