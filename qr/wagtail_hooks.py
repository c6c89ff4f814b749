"""The label desk in the back office, its icon and its words in the history."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from qr.back_office import CodesGroup


@hooks.register("register_admin_viewset")
def register_codes() -> CodesGroup:
    """The group "Mã QR" in the menu."""
    return CodesGroup()


@hooks.register("register_icons")
def register_qr_icons(icons: list[str]) -> list[str]:
    """Wagtail has no icon of a code or of a printer."""
    return [*icons, "qr/icons/qr.svg", "qr/icons/qr-print.svg"]


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """What the history calls what happens to codes."""
    actions.register_action("ocop.code.issue", _("Cấp mã QR"), _("Đã cấp mã QR"))
    actions.register_action("ocop.code.retire", _("Ngừng mã QR"), _("Đã ngừng mã QR"))
    actions.register_action("ocop.labels.print", _("In tem QR"), _("Đã in tem QR"))
