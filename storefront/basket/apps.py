"""Forked because a basket falls into shares, one per producer, each delivered and paid on its own."""

from __future__ import annotations

from typing import Any

from django.urls import path
from oscar.apps.basket import apps


class BasketConfig(apps.BasketConfig):
    """Three plain forms and a page; vouchers and saved baskets have no address here."""

    name = "storefront.basket"

    def ready(self) -> None:
        from storefront.basket import views  # noqa: PLC0415 -- models must be loaded first

        self.views = views

    def get_urls(self) -> list[Any]:
        return [
            path("", self.views.summary, name="summary"),
            path("them/<int:pk>/", self.views.add, name="add"),
            path("dong/<int:pk>/", self.views.change_line, name="line"),
        ]
