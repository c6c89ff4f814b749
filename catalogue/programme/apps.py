"""What the programme office does over many certificates at once."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "catalogue.programme"
    label = "programme"
    verbose_name = _("Điều phối chương trình")
