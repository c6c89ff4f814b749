"""The officers' desk for certification, and what the audit log calls its deeds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from catalogue.certification.back_office import CertificationGroup
from catalogue.certification.rule_pages.menu import rules_addresses, rules_item

ACTIONS = {
    "ocop.evaluated": (_("Ghi đánh giá"), _("Đã ghi kết quả đánh giá")),
    "ocop.recognised": (_("Ghi công nhận"), _("Đã ghi công nhận")),
    "ocop.reported": (_("Ghi thông tin chưa minh chứng"), _("Đã ghi thông tin chưa có minh chứng")),
    "ocop.extended": (_("Ghi gia hạn"), _("Đã ghi gia hạn")),
    "ocop.revoked": (_("Ghi thu hồi"), _("Đã ghi thu hồi")),
    "ocop.decision_file": (_("Lưu tệp quyết định"), _("Đã lưu một tệp bên quyết định")),
    "ocop.corrected": (_("Đính chính"), _("Đã đính chính một bản ghi")),
}


@hooks.register("register_admin_viewset")
def certification_group() -> CertificationGroup:
    """The group "Chứng nhận"; other apps add to it by the hook `register_certification_menu_item`."""
    return CertificationGroup()


@hooks.register("register_icons")
def ledger_icons(icons: list[str]) -> list[str]:
    """A star for the ledger."""
    return [*icons, "certification/icons/ledger-star.svg"]


@hooks.register("register_log_actions")
def name_ledger_actions(actions: Any) -> None:
    """Each write of the ledger by its Vietnamese name."""
    for action, (label, message) in ACTIONS.items():
        actions.register_action(action, label, message)


hooks.register("register_admin_urls", rules_addresses)
hooks.register("register_certification_menu_item", rules_item)
