"""People who sign in, and the role groups they belong to."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    name = "storefront.users"
    label = "users"
    verbose_name = _("Người dùng")
