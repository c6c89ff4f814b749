"""Complaints of shoppers and reports of misuse."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "storefront.complaints"
    label = "complaints"
    verbose_name = _("Khiếu nại")
