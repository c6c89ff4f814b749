"""Gift baskets in the back office's menu."""

from __future__ import annotations

from wagtail import hooks

from storefront.gifts.back_office import GiftBasketViewSet


@hooks.register("register_admin_viewset")
def gift_baskets() -> GiftBasketViewSet:
    return GiftBasketViewSet()
