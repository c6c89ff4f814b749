"""Forked for the repository: each producer's own delivery cost."""

from __future__ import annotations

from oscar.apps.shipping import apps


class ShippingConfig(apps.ShippingConfig):
    name = "storefront.shipping"
