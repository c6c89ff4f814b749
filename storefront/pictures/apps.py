from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PicturesConfig(AppConfig):
    """No tables: what is known of a picture stands beside it."""

    name = "storefront.pictures"
    label = "pictures"
    verbose_name = _("Ảnh")

    def ready(self) -> None:
        import_module("storefront.pictures.library").watch()
