"""The gateways' place in the back office."""

from __future__ import annotations

from wagtail import hooks

from storefront.gateways.back_office import PaymentGroup


@hooks.register("register_admin_viewset")
def payment_group() -> PaymentGroup:
    return PaymentGroup()
