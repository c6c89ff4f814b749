"""Orders across producers, for the operator and the department."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrderDeskConfig(AppConfig):
    name = "storefront.orderdesk"
    label = "orderdesk"
    verbose_name = _("Theo dõi đơn hàng")
