"""Forked for search over our own query, with a backend of our choice instead of haystack."""

from __future__ import annotations

from oscar.apps.search import apps


class SearchConfig(apps.SearchConfig):
    name = "catalogue.search"

    def ready(self) -> None:
        from catalogue.search import receivers  # noqa: F401, PLC0415 -- models must be loaded first

        super().ready()
