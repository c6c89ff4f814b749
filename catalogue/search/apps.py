"""Forked for search over our own query, with a backend of our choice instead of haystack."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate, pre_migrate
from oscar.apps.search import apps


class SearchConfig(apps.SearchConfig):
    name = "catalogue.search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from catalogue.search import receivers  # noqa: F401, PLC0415 -- models must be loaded first

        super().ready()
        pre_migrate.connect(clear_the_way, sender=self)
        post_migrate.connect(install_upkeep, sender=self)


def clear_the_way(using: str, plan: list[Any] | None = None, **_kwargs: Any) -> None:
    """SQLite makes a table anew to alter it and refuses while a trigger speaks of it: without triggers it may."""
    from catalogue.search import upkeep  # noqa: PLC0415 -- read when everything is loaded

    if plan and connections[using].vendor == "sqlite":
        upkeep.remove(connections[using])


def install_upkeep(using: str, plan: list[Any] | None = None, **_kwargs: Any) -> None:
    """The database's own upkeep, also where a migration has just rebuilt a table. All tables are there by now."""
    from catalogue.search import outbox, upkeep  # noqa: PLC0415 -- read when everything is loaded

    if using == DEFAULT_DB_ALIAS and upkeep.tables_are_there(connections[using]):
        upkeep.install(connections[using])
        if plan and connections[using].vendor == "sqlite":
            upkeep.fill(connections[using])
        outbox.put_all_if_words_changed()
