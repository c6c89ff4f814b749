"""The group "Chứng nhận": products by their star of today, the ledger, the decisions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from catalogue.certification.back_office.decisions import DecisionViewSet
from catalogue.certification.back_office.entries import EntryViewSet
from catalogue.certification.back_office.products import ProductViewSet

__all__ = ["CertificationGroup"]


class CertificationGroup(ViewSetGroup):
    """First in the menu: where the programme office works."""

    menu_label = _("Chứng nhận")
    menu_icon = "ledger-star"
    menu_order = 100
    submenu_hook = "register_certification_menu_item"
    items = (ProductViewSet, EntryViewSet, DecisionViewSet)
