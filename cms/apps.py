"""Pages that editors write."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"
    verbose_name = _("Nội dung")

    def ready(self) -> None:
        from cms.templatetags import stories  # noqa: F401, PLC0415 -- adds its parts to the product page
