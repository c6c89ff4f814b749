"""Files of evaluation records on their way into the ledger."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportingConfig(AppConfig):
    name = "catalogue.importing"
    label = "importing"
    verbose_name = _("Nhập hồ sơ")
