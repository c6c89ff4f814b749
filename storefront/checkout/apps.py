"""Forked for one page of checkout that ends in one order per producer."""

from __future__ import annotations

from typing import Any

from django.urls import path
from oscar.apps.checkout import apps


class CheckoutConfig(apps.CheckoutConfig):
    """One address instead of Oscar's eight steps."""

    name = "storefront.checkout"

    def ready(self) -> None:
        from storefront.checkout import addresses, views  # noqa: PLC0415 -- models must be loaded first

        self.views, self.addresses = views, addresses

    def get_urls(self) -> list[Any]:
        return [
            path("", self.views.checkout, name="index"),
            path("dia-chi/", self.addresses.addresses, name="addresses"),
        ]
