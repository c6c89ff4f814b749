"""The reviews' place in the back office, and their words in the history."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from storefront.reviews.back_office import EXPORT_ACTION, READ_ACTION, ReviewViewSet
from storefront.reviews.moderating import DECIDE_ACTION


@hooks.register("register_admin_viewset")
def reviews_viewset() -> ReviewViewSet:
    return ReviewViewSet()


@hooks.register("register_log_actions")
def review_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(READ_ACTION, _("Đọc nhận xét"), _("Đã đọc nhận xét"))
    actions.register_action(EXPORT_ACTION, _("Tải danh sách nhận xét"), _("Đã tải danh sách nhận xét"))
    actions.register_action(DECIDE_ACTION, _("Duyệt nhận xét"), _("Đã duyệt nhận xét"))
