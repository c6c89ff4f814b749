"""Forked for the product form: producer, origin, GTIN, handling."""

from __future__ import annotations

from oscar.apps.dashboard import apps


class DashboardConfig(apps.DashboardConfig):
    name = "storefront.dashboard"
