from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MachinesConfig(AppConfig):
    """No tables: everything is told from what the other apps keep."""

    name = "storefront.machines"
    label = "machines"
    verbose_name = _("Cho máy đọc")
