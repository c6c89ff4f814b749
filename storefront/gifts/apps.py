"""Gift baskets."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GiftsConfig(AppConfig):
    name = "storefront.gifts"
    label = "gifts"
    verbose_name = _("Giỏ quà")
