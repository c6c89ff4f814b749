"""Forked because a basket falls into shares, one per producer, each delivered and paid on its own."""

from __future__ import annotations

from typing import Any

from django.urls import path
from oscar.apps.basket import apps


class BasketConfig(apps.BasketConfig):
    """Plain forms and a page; saved baskets have no address here."""

    name = "storefront.basket"

    def ready(self) -> None:
        from storefront.basket import codes, views  # noqa: PLC0415 -- models must be loaded first

        self.views, self.codes = views, codes

    def get_urls(self) -> list[Any]:
        return [
            path("", self.views.summary, name="summary"),
            path("cua-toi/", self.views.mine, name="mine"),
            path("them/<int:pk>/", self.views.add, name="add"),
            path("dong/<int:pk>/", self.views.change_line, name="line"),
            path("ma/", self.codes.add_code, name="code"),
            path("ma/<int:pk>/bo/", self.codes.remove_code, name="code-remove"),
        ]
