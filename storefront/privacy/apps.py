"""Consents, declarations of age, and the forgetting of personal data."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "storefront.privacy"
    label = "privacy"
    verbose_name = _("Dữ liệu cá nhân")
