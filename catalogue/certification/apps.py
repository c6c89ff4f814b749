"""The ledger of evaluations, recognitions and revocations."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.checks import Error, register
from django.utils.translation import gettext_lazy as _

from catalogue.certification.rules import load_rule_sets


class CertificationConfig(AppConfig):
    name = "catalogue.certification"
    label = "certification"
    verbose_name = _("Chứng nhận")

    def ready(self) -> None:
        register(rule_sets_can_be_read)


def rule_sets_can_be_read(**_kwargs: Any) -> list[Error]:
    """A rule set that cannot be right is told when the program starts, not to the officer who needs it."""
    try:
        load_rule_sets()
    except ValueError as wrong:
        return [Error(f"A rule set cannot be used: {wrong}", id="certification.E001")]
    return []
