"""Where the pages hang in the back office."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from catalogue.certification.permissions import can_read_ledger


class RulesMenuItem(MenuItem):
    """Shown to those who may read the ledger."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_read_ledger(request.user)


def rules_item() -> MenuItem:
    """The last of the group: looked up, not worked in."""
    return RulesMenuItem(
        _("Bộ quy định"), reverse_lazy("rules:index"), name="rules", icon_name="list-ol", order=90
    )


def rules_addresses() -> list[URLPattern | URLResolver]:
    """The addresses below the back office."""
    return [path("", include("catalogue.certification.rule_pages.urls"))]
