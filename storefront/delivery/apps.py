"""What producers ask and allow for delivery, what was chosen for an order, its parcels, and saved addresses."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "storefront.delivery"
    label = "delivery"
    verbose_name = _("giao hàng")
