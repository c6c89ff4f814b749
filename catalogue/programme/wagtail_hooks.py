"""The programme office's three pages: their addresses, their places under "Chứng nhận", their word in the history."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from catalogue.certification.permissions import can_read_ledger, can_record
from storefront.officer_lists import AllowedMenuItem


@hooks.register("register_admin_urls")
def programme_addresses() -> list[URLPattern | URLResolver]:
    return [path("", include("catalogue.programme.urls"))]


@hooks.register("register_certification_menu_item")
def overview_item() -> MenuItem:
    address = reverse_lazy("programme:overview")
    return AllowedMenuItem(
        _("Tổng quan"), address, name="overview", icon_name="table", order=20, allowed=can_read_ledger
    )


@hooks.register("register_certification_menu_item")
def calendar_item() -> MenuItem:
    address = reverse_lazy("programme:calendar")
    return AllowedMenuItem(
        _("Lịch gia hạn"),
        address,
        name="renewals",
        icon_name="calendar-alt",
        order=21,
        allowed=can_read_ledger,
    )


@hooks.register("register_certification_menu_item")
def revoke_item() -> MenuItem:
    return AllowedMenuItem(
        _("Thu hồi theo quyết định"),
        reverse_lazy("programme:revoke"),
        name="batch-revocation",
        icon_name="cross",
        order=22,
        allowed=lambda user: can_record(user, "revoke"),
    )


@hooks.register("register_log_actions")
def programme_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "ocop.renewal_notice", _("Nhắc gia hạn"), _("Đã gửi thư nhắc gia hạn cho chủ thể")
    )
