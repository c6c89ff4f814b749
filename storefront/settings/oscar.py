"""The shop: which Oscar apps are forked, and Oscar's own settings."""

from __future__ import annotations

import oscar
from django.utils.translation import gettext_lazy as _
from oscar.defaults import *  # noqa: F403

# Dotted configs, because discovery by package also sees configs a fork imports. One reason a fork: its apps.py.
FORKS = {
    "oscar.config.Shop": "storefront.apps.ShopConfig",
    "oscar.apps.catalogue.apps.CatalogueConfig": "catalogue.apps.CatalogueConfig",
    "oscar.apps.search.apps.SearchConfig": "catalogue.search.apps.SearchConfig",
    "oscar.apps.partner.apps.PartnerConfig": "storefront.partner.apps.PartnerConfig",
    "oscar.apps.shipping.apps.ShippingConfig": "storefront.shipping.apps.ShippingConfig",
    "oscar.apps.payment.apps.PaymentConfig": "storefront.payment.apps.PaymentConfig",
    "oscar.apps.order.apps.OrderConfig": "storefront.order.apps.OrderConfig",
    "oscar.apps.basket.apps.BasketConfig": "storefront.basket.apps.BasketConfig",
    "oscar.apps.checkout.apps.CheckoutConfig": "storefront.checkout.apps.CheckoutConfig",
    "oscar.apps.dashboard.apps.DashboardConfig": "storefront.dashboard.apps.DashboardConfig",
    # No autodiscovery: no fork then needs an admin.py.
    "django.contrib.admin": "django.contrib.admin.apps.SimpleAdminConfig",
}
# haystack stays out: its signal processor would index on every save. Its settings stay, Oscar imports them.
INSTALLED_SHOP_APPS = [FORKS.get(app, app) for app in oscar.INSTALLED_APPS if app != "haystack"]
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}

# Forks without tables of their own use Oscar's migrations where they are.
SHOP_MIGRATION_MODULES = {
    "basket": "oscar.apps.basket.migrations",
    "partner": "oscar.apps.partner.migrations",
    "payment": "oscar.apps.payment.migrations",
    "shipping": "oscar.apps.shipping.migrations",
}

OSCAR_SHOP_NAME = "Sao Làng"
OSCAR_SHOP_TAGLINE = _("Sản vật có sao, có gốc, có người làm ra")
OSCAR_HOMEPAGE = "/"
OSCAR_DEFAULT_CURRENCY = "VND"
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_ALLOW_GUEST_CHECKOUT_WITH_ACCOUNT = True
OSCAR_ALLOW_ANON_REVIEWS = False
OSCAR_MODERATE_REVIEWS = True
OSCAR_EAGER_ALERTS = False
OSCAR_SLUG_FUNCTION = "storefront.vietnamese.slugify"
OSCAR_REQUIRED_ADDRESS_FIELDS = ("first_name", "line1", "country")
OSCAR_MAX_BASKET_QUANTITY_THRESHOLD = 1000
# No fraction of a đồng exists: discounts are rounded down to whole đồng, prices include tax.
OSCAR_OFFER_ROUNDING_FUNCTION = "storefront.dong.round_discount"
OSCAR_OFFERS_INCL_TAX = True
# What a producer that set no rate of its own asks for delivery: whole đồng, whole days.
OCOP_DEFAULT_DELIVERY = {
    "same_province": 25_000,
    "other_provinces": 35_000,
    "free_from": None,
    "days_min": 2,
    "days_max": 5,
}
# How far a carrier may take goods of a class where the producer says nothing: nowhere, own_province, anywhere.
OCOP_DELIVERY_CLASSES = {
    "fragile": "anywhere",
    "liquid": "anywhere",
    "chilled": "own_province",
    "live": "own_province",
    "alcohol": "anywhere",
    "oversize": "nowhere",
}
OSCAR_INITIAL_ORDER_STATUS = "placed"
OSCAR_INITIAL_LINE_STATUS = "placed"
# Orders move by storefront.purchases.moving alone: an empty pipeline lets nothing go around it.
OSCAR_ORDER_STATUS_PIPELINE: dict[str, tuple[str, ...]] = {}
OSCAR_LINE_STATUS_PIPELINE = {"placed": ()}
OSCAR_HIDDEN_FEATURES = ["wishlists", "reviews"]
# What is led to our own pages (storefront/dashboard) is no entry of the dashboard's menu: it would find no view there.
_LED_ELSEWHERE = {"dashboard:offer-list", "dashboard:voucher-list", "dashboard:voucher-set-list"}
OSCAR_DASHBOARD_NAVIGATION = [
    {**entry, "children": [node for node in entry["children"] if node["url_name"] not in _LED_ELSEWHERE]}
    if "children" in entry
    else entry
    for entry in OSCAR_DASHBOARD_NAVIGATION
]
OSCAR_DASHBOARD_NAVIGATION = [entry for entry in OSCAR_DASHBOARD_NAVIGATION if entry.get("children", True)]
OSCAR_RECENTLY_VIEWED_PRODUCTS = 0
OSCAR_DELETE_IMAGE_FILES = False
OSCAR_CURRENCY_FORMAT = {"VND": {"format": "#,##0\u00a0¤"}}
OSCAR_FROM_EMAIL = "Sao Làng <khong-tra-loi@sao-lang.invalid>"
