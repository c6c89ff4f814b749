"""Forked for the producer, the place of origin, the GTIN and our own addresses."""

from __future__ import annotations

from typing import Any

from django.urls import path
from oscar.apps.catalogue import apps
from oscar.core.loading import get_class


class CatalogueConfig(apps.CatalogueConfig):
    name = "catalogue"

    def get_urls(self) -> list[Any]:
        """Oscar's product addresses without its category tree: a group lives at /nhom/<slug>/ (catalogue.urls)."""
        self.detail_view = get_class("catalogue.views", "ProductDetailView")
        self.catalogue_view = get_class("catalogue.views", "CatalogueView")
        return [
            pattern for pattern in super().get_urls() if getattr(pattern, "name", None) not in {"category", "range"}
        ] + [path("nganh/<int:pk>/", self.category_view.as_view(), name="category")]
