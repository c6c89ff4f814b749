"""The desk's door in the back office."""

from __future__ import annotations

from wagtail import hooks

from storefront.orderdesk.viewsets import OrdersGroup


@hooks.register("register_admin_viewset")
def orders_group() -> OrdersGroup:
    return OrdersGroup()
