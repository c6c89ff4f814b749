"""What the history in the back office calls the producers' own changes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from storefront.portal.shelf import HOLIDAY_ACTION, PRICE_ACTION, STOCK_ACTION


@hooks.register("register_log_actions")
def portal_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(PRICE_ACTION, _("Đổi giá"), _("Chủ thể đã đổi giá bán"))
    actions.register_action(STOCK_ACTION, _("Đổi số lượng"), _("Chủ thể đã đổi số còn bán"))
    actions.register_action(HOLIDAY_ACTION, _("Ngày nghỉ"), _("Chủ thể đã đổi ngày nghỉ bán"))
