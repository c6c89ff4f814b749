"""Reviews by people whose order was completed. Oscar's `catalogue.reviews` stays hidden: see docs/decisions/0100."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "storefront.reviews"
    label = "buyer_reviews"
    verbose_name = _("Nhận xét của người mua")

    def ready(self) -> None:
        from storefront.reviews import reading  # noqa: F401, PLC0415 -- adds its parts to the product page
