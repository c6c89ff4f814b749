"""The keys' place in the back office, and their words in the history."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from storefront.api.back_office import ApiTokenViewSet


@hooks.register("register_admin_viewset")
def token_viewset() -> ApiTokenViewSet:
    return ApiTokenViewSet()


@hooks.register("register_log_actions")
def token_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("ocop.api_key_made", _("Tạo khoá API"), _("Đã tạo chìa khoá API"))
    actions.register_action("ocop.api_key_revoked", _("Thu hồi khoá API"), _("Đã thu hồi chìa khoá API"))
