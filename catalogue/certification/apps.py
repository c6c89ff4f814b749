"""The ledger of evaluations, recognitions and revocations."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.checks import Error, register
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from catalogue.certification import guards
from catalogue.certification.rules import load_rule_sets


class CertificationConfig(AppConfig):
    name = "catalogue.certification"
    label = "certification"
    verbose_name = _("Chứng nhận")

    def ready(self) -> None:
        register(rule_sets_can_be_read)
        post_migrate.connect(install_guards, sender=self)


def install_guards(using: str, **_kwargs: Any) -> None:
    """The database's own guards, also where a migration has just rebuilt the table."""
    if guards.TABLE in connections[using].introspection.table_names():
        guards.install(connections[using])


def rule_sets_can_be_read(**_kwargs: Any) -> list[Error]:
    """A rule set that cannot be right is told when the program starts, not to the officer who needs it."""
    try:
        load_rule_sets()
    except ValueError as wrong:
        return [Error(f"A rule set cannot be used: {wrong}", id="certification.E001")]
    return []
