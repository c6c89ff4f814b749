"""Forked for search over our own query, with a backend of our choice instead of haystack."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate
from oscar.apps.search import apps


class SearchConfig(apps.SearchConfig):
    name = "catalogue.search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from catalogue.search import receivers  # noqa: F401, PLC0415 -- models must be loaded first

        super().ready()
        post_migrate.connect(install_upkeep, sender=self)


def install_upkeep(using: str, **_kwargs: Any) -> None:
    """The database's own upkeep, also where a migration has just rebuilt a table. All tables are there by now."""
    from catalogue.search import outbox, upkeep  # noqa: PLC0415 -- read when everything is loaded

    if using == DEFAULT_DB_ALIAS and upkeep.tables_are_there(connections[using]):
        upkeep.install(connections[using])
        outbox.put_all_if_words_changed()
