"""What the history in the back office calls the producers' own changes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from storefront.portal.shelf import (
    DELIVERY_ACTION,
    HOLIDAY_ACTION,
    KEY_ACTION,
    PRICE_ACTION,
    STOCK_ACTION,
)


@hooks.register("register_log_actions")
def portal_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(PRICE_ACTION, _("Đổi giá"), _("Chủ thể đã đổi giá bán"))
    actions.register_action(STOCK_ACTION, _("Đổi số lượng"), _("Chủ thể đã đổi số còn bán"))
    actions.register_action(HOLIDAY_ACTION, _("Ngày nghỉ"), _("Chủ thể đã đổi ngày nghỉ bán"))
    actions.register_action(DELIVERY_ACTION, _("Cách giao hàng"), _("Chủ thể đã đổi cách giao, phí giao"))
    actions.register_action(KEY_ACTION, _("Khoá báo tiền về"), _("Chủ thể đã tạo, đổi hoặc thu hồi khoá"))
