"""Forked for the producer, the place of origin, the GTIN and our own addresses."""

from __future__ import annotations

from typing import Any

from oscar.apps.catalogue import apps


class CatalogueConfig(apps.CatalogueConfig):
    name = "catalogue"

    def get_urls(self) -> list[Any]:
        """The listing and the product alone: a group lives at /nhom/<slug>/, reviews are not offered yet."""
        return [
            pattern for pattern in super().get_urls() if getattr(pattern, "name", None) in {"index", "detail"}
        ]
