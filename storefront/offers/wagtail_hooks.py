"""Promotions and prices in the back office's menu."""

from __future__ import annotations

from wagtail import hooks

from storefront.offers.back_office import OffersGroup


@hooks.register("register_admin_viewset")
def offers_group() -> OffersGroup:
    return OffersGroup()
