"""Forked for the order group, random numbers and the guard against overselling."""

from __future__ import annotations

from oscar.apps.order import apps


class OrderConfig(apps.OrderConfig):
    name = "storefront.order"
