"""The import page in the back office: its addresses, its place in the menu, its words in the history."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from catalogue.importing import permissions
from storefront.officer_lists import AllowedMenuItem


@hooks.register("register_admin_urls")
def import_addresses() -> list[URLPattern | URLResolver]:
    return [path("nhap-ho-so/", include("catalogue.importing.urls"))]


@hooks.register("register_certification_menu_item")
def import_menu_item() -> MenuItem:
    return AllowedMenuItem(
        _("Nhập hồ sơ đánh giá"),
        reverse_lazy("importing:index"),
        name="import",
        icon_name="upload",
        order=10,
        allowed=permissions.can_see_uploads,
    )


@hooks.register("register_log_actions")
def import_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("ocop.imported", _("Nhập từ tệp"), _("Đã ghi từ tệp nhập hồ sơ"))
    actions.register_action("ocop.import_received", _("Nhận tệp"), _("Đã nhận tệp, chờ quyết định"))
    actions.register_action("ocop.import_accepted", _("Nhập tệp"), _("Đã chấp nhận và nhập tệp"))
    actions.register_action("ocop.import_corrected", _("Sửa cách đọc"), _("Đã sửa cách đọc tệp"))
    actions.register_action("ocop.mapping_remembered", _("Nhớ tiêu đề"), _("Đã nhớ cách hiểu các tiêu đề"))
    actions.register_action("ocop.mapping_forgotten", _("Quên tiêu đề"), _("Đã quên cách hiểu các tiêu đề"))
    actions.register_action("ocop.import_cancelled", _("Huỷ tệp"), _("Đã huỷ tệp chờ nhập"))
