"""What other systems read and send, under `/api/v1/`."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "storefront.api"
    label = "api"
    verbose_name = _("API")
