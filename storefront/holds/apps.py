"""Stock held for shoppers at checkout."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HoldsConfig(AppConfig):
    name = "storefront.holds"
    label = "holds"
    verbose_name = _("Giữ hàng")
