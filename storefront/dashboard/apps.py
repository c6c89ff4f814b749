"""Forked for the product form: producer, origin, GTIN, handling. Offers are written elsewhere."""

from __future__ import annotations

from typing import Any

from django.urls import re_path
from django.views.generic import RedirectView
from oscar.apps.dashboard import apps
from oscar.views.decorators import permissions_required


class DashboardConfig(apps.DashboardConfig):
    name = "storefront.dashboard"

    def get_urls(self) -> list[Any]:
        """Oscar's forms for offers and codes say neither at whose cost a discount is nor how far it may go: whoever
        calls them is led to our own. For staff alone, like every page of the dashboard."""
        to_promotions = RedirectView.as_view(pattern_name="khuyen-mai:index")
        staff_only = permissions_required(["is_staff"])
        return [re_path("^(?:offers|vouchers)/", staff_only(to_promotions)), *super().get_urls()]
