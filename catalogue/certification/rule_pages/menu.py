"""Where the pages hang in the back office."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from catalogue.certification.permissions import can_read_ledger
from storefront.officer_lists import AllowedMenuItem


def rules_item() -> MenuItem:
    """The last of the group: looked up, not worked in."""
    return AllowedMenuItem(
        _("Bộ quy định"),
        reverse_lazy("rules:index"),
        name="rules",
        icon_name="list-ol",
        order=90,
        allowed=can_read_ledger,
    )


def rules_addresses() -> list[URLPattern | URLResolver]:
    """The addresses below the back office."""
    return [path("", include("catalogue.certification.rule_pages.urls"))]
