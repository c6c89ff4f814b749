"""Forked for the producer, the place of origin, the GTIN and our own addresses."""

from __future__ import annotations

from typing import Any

from django.urls import path
from oscar.apps.catalogue import apps


class CatalogueConfig(apps.CatalogueConfig):
    name = "catalogue"

    def get_urls(self) -> list[Any]:
        """The listing and the product; Oscar's group address leads to /nhom/<slug>/; reviews are not offered yet."""
        kept = [
            pattern for pattern in super().get_urls() if getattr(pattern, "name", None) in {"index", "detail"}
        ]
        return [*kept, path("nganh/<int:pk>/", self.category_view.as_view(), name="category")]
