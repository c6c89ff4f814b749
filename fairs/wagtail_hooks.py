"""Trade promotion's places in the back office, and what its audit log calls its deeds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup

from fairs.back_office.fairs import BoothCategoryViewSet, FairViewSet
from fairs.back_office.livestreams import HostViewSet, SeriesViewSet, SessionViewSet
from fairs.back_office.sales_points import SalesPointKindViewSet, SalesPointViewSet
from fairs.choosers import CommuneChooserViewSet


class PromotionGroup(ModelViewSetGroup):
    menu_label = _("Xúc tiến")
    menu_icon = "calendar-alt"
    menu_order = 400
    items = (FairViewSet, BoothCategoryViewSet, SeriesViewSet, SessionViewSet, HostViewSet)


class SalesPointGroup(ModelViewSetGroup):
    menu_label = _("Điểm bán")
    menu_icon = "site"
    menu_order = 500
    items = (SalesPointViewSet, SalesPointKindViewSet)


@hooks.register("register_admin_viewset")
def promotion() -> list[Any]:
    return [PromotionGroup(), SalesPointGroup(), CommuneChooserViewSet("commune_chooser")]


@hooks.register("register_log_actions")
def name_deeds(actions: Any) -> None:
    """What the history of a fair says."""
    actions.register_action("fairs.booths_added", _("Thêm gian hàng"), _("Đã thêm một lưới gian hàng"))
    actions.register_action("fairs.booth_let", _("Xếp gian hàng"), _("Đã xếp hoặc thu lại một gian hàng"))
