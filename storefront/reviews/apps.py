"""Reviews by people whose order was completed. Oscar's `catalogue.reviews` stays hidden: see docs/decisions/0100."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "storefront.reviews"
    label = "buyer_reviews"
    verbose_name = _("Nhận xét của người mua")
