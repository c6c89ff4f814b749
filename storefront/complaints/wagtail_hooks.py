"""The complaints' place in the back office, and their word in the history."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from storefront.complaints.back_office import READ_ACTION, ComplaintViewSet


@hooks.register("register_admin_viewset")
def complaints_viewset() -> ComplaintViewSet:
    return ComplaintViewSet()


@hooks.register("register_log_actions")
def complaint_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(READ_ACTION, _("Đọc khiếu nại"), _("Đã đọc khiếu nại"))
