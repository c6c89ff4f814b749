"""Prices, promotions and codes."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OffersConfig(AppConfig):
    name = "storefront.offers"
    label = "offers"
    verbose_name = _("Giá và khuyến mại")

    def ready(self) -> None:
        from storefront.offers import listening  # noqa: F401, PLC0415 -- models must be loaded first
        from storefront.offers.templatetags import prices  # noqa: F401, PLC0415 -- its part of the product page
