"""The place of purchases in the back office: right after the shop."""

from __future__ import annotations

from wagtail import hooks

from storefront.purchases.back_office import PurchasesGroup


@hooks.register("register_admin_viewset")
def purchases_group() -> PurchasesGroup:
    return PurchasesGroup()
