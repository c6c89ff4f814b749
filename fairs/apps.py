"""Trade promotion."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FairsConfig(AppConfig):
    name = "fairs"
    label = "fairs"
    verbose_name = _("Xúc tiến thương mại")

    def ready(self) -> None:
        from fairs.templatetags import fairs  # noqa: F401, PLC0415 -- adds its parts to the product page
