"""What the platform itself can prove towards a product's next evaluation."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    """Reads the records of the floors below; keeps none of its own."""

    name = "storefront.evidence"
    label = "evidence"
    verbose_name = _("Minh chứng")
