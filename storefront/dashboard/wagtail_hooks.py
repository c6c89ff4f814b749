"""The shop's place in the back office."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from storefront.dashboard.back_office import ShopGroup


@hooks.register("register_admin_viewset")
def shop_group() -> ShopGroup:
    return ShopGroup()


class StaffMenuItem(MenuItem):
    """Shown to those Oscar's own dashboard lets in."""

    def is_shown(self, request: object) -> bool:
        return request.user.is_staff


@hooks.register("register_settings_menu_item")
def oscar_dashboard() -> MenuItem:
    return StaffMenuItem(_("Bảng điều khiển Oscar"), reverse("dashboard:index"), icon_name="cogs", order=900)
