"""Forked for the strategy: whole đồng, stock, and a certificate in force today."""

from __future__ import annotations

from oscar.apps.partner import apps


class PartnerConfig(apps.PartnerConfig):
    name = "storefront.partner"
