"""The project's own app, and Oscar's shop without a home page of its own."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.urls import path
from oscar.config import Shop


class StorefrontConfig(AppConfig):
    """Commands, template tags and static files of the project package."""

    name = "storefront"
    verbose_name = "Sao Làng"

    def ready(self) -> None:
        import_module("storefront.office_words").give_words()
        connection_created.connect(
            import_module("storefront.page_cache.watching").watch, dispatch_uid="pages"
        )


class ShopConfig(Shop):
    """Oscar's URL tree on Vietnamese addresses; `/` belongs to Wagtail.

    `name` stays "oscar": Oscar's templates, static files and label hang on it.
    """

    name = "oscar"

    def get_urls(self) -> list[Any]:
        mounts = {
            "basket/": path("gio-hang/", self.basket_app.urls),
            "checkout/": path("thanh-toan/", self.checkout_app.urls),
            "accounts/": path("tai-khoan/", self.customer_app.urls),
            "catalogue/": path("san-pham/", self.catalogue_app.urls),
            "search/": path("tim-kiem/", self.search_app.urls),
            "offers/": path("uu-dai/", self.offer_app.urls),
        }
        kept = []
        for pattern in super().get_urls():
            route = str(pattern.pattern)
            if getattr(pattern, "name", None) == "home" or route == "wishlists/":
                continue
            kept.append(mounts.get(route, pattern))
        return kept
