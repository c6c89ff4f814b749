"""The shop's shelves and the first screen of the back office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from catalogue.search.permissions import can_see_search
from storefront.dashboard.back_office import ShopGroup
from storefront.dashboard.search_panel import SearchViewSet
from storefront.dashboard.today import bands_for
from storefront.officer_lists import AllowedMenuItem


@hooks.register("register_admin_viewset")
def shop_group() -> ShopGroup:
    return ShopGroup()


@hooks.register("register_admin_viewset")
def search_panel() -> SearchViewSet:
    return SearchViewSet()


@hooks.register("register_settings_menu_item")
def search_item() -> MenuItem:
    return AllowedMenuItem(
        _("Tìm kiếm"),
        reverse_lazy("search_panel:index"),
        name="search-panel",
        icon_name="search",
        order=890,
        allowed=can_see_search,
    )


@hooks.register("register_settings_menu_item")
def oscar_dashboard() -> MenuItem:
    """For those whom Oscar's own dashboard lets in."""
    return AllowedMenuItem(
        _("Bảng điều khiển Oscar"),
        reverse("dashboard:index"),
        icon_name="cogs",
        order=900,
        allowed=lambda user: user.is_staff,
    )


class TodayPanel(Component):
    """Figures of today for the person who signed in."""

    name = "today"
    order = 10
    template_name = "dashboard/today.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        day = timezone.localdate()
        return {"day": day, "bands": list(bands_for(parent_context["request"].user, on=day))}


@hooks.register("construct_homepage_panels")
def today_first(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(TodayPanel())


@hooks.register("construct_main_menu")
def without_the_package_guide(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's own help is English and about Wagtail; our guide is docs/ and the help texts."""
    items[:] = [item for item in items if item.name != "help"]
