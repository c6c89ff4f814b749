"""The desk's place in the back office: four pages below "Đơn hàng"."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from storefront.officer_lists import OfficerList, list_addresses, shown_to
from storefront.orderdesk import pages, views
from storefront.orderdesk.consents import ConsentAccessViewSet, ConsentViewSet
from storefront.orderdesk.listing import OrderIndex
from storefront.orderdesk.models import PersonalDataAccess
from storefront.orderdesk.permissions import can_read_orders
from storefront.orderdesk.wording import moment_in_words
from storefront.purchases.back_office import ReadOnlyPolicy

register_permission_policy(PersonalDataAccess, ReadOnlyPolicy(PersonalDataAccess))


class OrderViewSet(ViewSet):
    """Orders of every producer, each with its page."""

    name = "don"
    url_namespace = "orderdesk"
    icon = "list-ul"
    menu_label = _("Đơn hàng")
    menu_item_class = shown_to(can_read_orders)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *list_addresses(self, OrderIndex),
            path("<slug:number>/", pages.OrderView.as_view(), name="order"),
            path("<slug:number>/nguoi-mua/", pages.ShopperView.as_view(), name="shopper"),
            path("<slug:number>/<slug:move>/", pages.MoveView.as_view(), name="move"),
        ]


class WaitingViewSet(ViewSet):
    name = "don-can-xu-ly"
    icon = "warning"
    menu_label = _("Cần xử lý")
    menu_item_class = shown_to(can_read_orders)

    def get_urlpatterns(self) -> list[Any]:
        return [path("", views.WaitingView.as_view(), name="index")]


class SalesViewSet(ViewSet):
    name = "hang-ban"
    icon = "table"
    menu_label = _("Hàng bán theo tháng")
    menu_item_class = shown_to(can_read_orders)

    def get_urlpatterns(self) -> list[Any]:
        return [path("", views.SalesView.as_view(), name="index")]


class AccessFilters(WagtailFilterSet):
    class Meta:
        model = PersonalDataAccess
        fields = {"at": ["date__gte", "date__lte"], "user": ["exact"]}


class AccessIndex(OfficerList):
    folded = ()
    exact = ("order__number", "reason", "user__email")

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("user", "order")


class AccessViewSet(ModelViewSet):
    """Who was shown whose data and why. Read only, also for a superuser."""

    model = PersonalDataAccess
    name = "luot-xem-nguoi-mua"
    icon = "view"
    menu_label = _("Lượt xem người mua")
    index_view_class = AccessIndex
    filterset_class = AccessFilters
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = [
        Column("at", label=_("Lúc"), accessor=lambda one: moment_in_words(one.at), sort_key="at"),
        Column("user", label=_("Người xem"), accessor="user", sort_key="user__email"),
        Column("order", label=_("Đơn"), accessor="order.number", sort_key="order__number"),
        Column("reason", label=_("Lý do"), accessor="reason"),
    ]
    list_export = ["at", "user", "order.number", "reason"]
    export_headings = {"order.number": _("Đơn")}
    export_filename = "luot-xem-nguoi-mua"
    search_fields = ["order__number"]
    form_fields = ["reason"]


class OrdersGroup(ViewSetGroup):
    menu_label = _("Đơn hàng")
    menu_icon = "list-ul"
    menu_order = 210
    items = (
        OrderViewSet,
        WaitingViewSet,
        SalesViewSet,
        AccessViewSet,
        ConsentViewSet,
        ConsentAccessViewSet,
    )
