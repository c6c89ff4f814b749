"""The officers' door in the back office."""

from __future__ import annotations

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from storefront.evidence.desk import EvidenceViewSet
from storefront.evidence.permissions import can_see_all_evidence
from storefront.officer_lists import AllowedMenuItem


@hooks.register("register_admin_viewset")
def evidence_viewset() -> EvidenceViewSet:
    return EvidenceViewSet()


@hooks.register("register_certification_menu_item")
def evidence_item() -> MenuItem:
    return AllowedMenuItem(
        _("Minh chứng"),
        reverse_lazy("evidence:index"),
        name="evidence",
        icon_name="clipboard-list",
        order=23,
        allowed=can_see_all_evidence,
    )
