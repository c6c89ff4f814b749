"""The editors' back office: choosers, branding and a menu entry by their work."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.choosers import choosers
from cms.models import StoryIndexPage


@hooks.register("register_admin_viewset")
def register_choosers() -> list[Any]:
    return choosers()


@hooks.register("insert_global_admin_css")
def brand_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


class StoriesMenuItem(MenuItem):
    """Leads into the page explorer at the stories of the default language."""

    @property
    def url(self) -> str:
        index = StoryIndexPage.objects.order_by("locale_id").values_list("pk", flat=True).first()
        return (
            reverse("wagtailadmin_explore", args=[index]) if index else reverse("wagtailadmin_explore_root")
        )

    @url.setter
    def url(self, value: str) -> None:
        """Computed; the parent class assigns it."""

    def is_shown(self, request: Any) -> bool:
        return request.user.has_perm("cms.change_productstorypage") or request.user.is_superuser


@hooks.register("register_admin_menu_item")
def stories_menu_item() -> MenuItem:
    return StoriesMenuItem(_("Chuyện làng"), "", name="stories", icon_name="openquote", order=300)
