"""The producer's side of the shop: orders, money, goods, on a cheap phone."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Keeps nothing of its own: it reads and moves what the floors below keep."""

    name = "storefront.portal"
    label = "portal"
    verbose_name = _("Gian hàng của chủ thể")
