"""Forked for the ways to pay a producer directly: cash on delivery, VietQR."""

from __future__ import annotations

from oscar.apps.payment import apps


class PaymentConfig(apps.PaymentConfig):
    name = "storefront.payment"
