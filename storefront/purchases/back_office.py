"""Purchases in the back office: looked at, never edited. Delivery charges are kept here."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from storefront.dong import whole_dong
from storefront.officer_lists import OfficerList
from storefront.order.models import Order
from storefront.purchases.models import DeliveryRate, OrderGroup
from storefront.purchases.reading import group_orders
from storefront.vietnamese import format_dong


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Nobody, not even a superuser, writes through the back office."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(OrderGroup, ReadOnlyPolicy(OrderGroup))


def _placed_at(group: OrderGroup) -> str:
    return date_format(timezone.localtime(group.placed_at), "H:i d/m/Y")


class OrderGroupFilters(WagtailFilterSet):
    class Meta:
        model = OrderGroup
        fields = {"placed_at": ["date__gte", "date__lte"], "province": ["exact"]}


class OrderGroupIndex(OfficerList):
    def get_base_queryset(self) -> QuerySet:
        """Totals by annotation: the list costs the same for any number of orders."""
        groups = super().get_base_queryset().select_related("province")
        return groups.annotate(order_count=Count("orders"), order_total=Sum("orders__total_incl_tax"))

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """By the number of the group or of one of its orders; a join to the orders would count them twice."""
        for word in (self.search_query or "").upper().split():
            orders = Order.objects.filter(number__contains=word)
            queryset = queryset.filter(Q(number__contains=word) | Q(pk__in=orders.values("group")))
        return queryset


class OrderGroupInspect(generic.InspectView):
    """A group with its orders; who bought and where they live stays with the producers."""

    page_title = _("Xem")
    template_name = "purchases/back_office/inspect.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(orders=group_orders(self.object), **kwargs)


class OrderGroupViewSet(ModelViewSet):
    model = OrderGroup
    name = "don-hang"
    icon = "list-ul"
    menu_label = _("Lượt mua")
    index_view_class = OrderGroupIndex
    inspect_view_class = OrderGroupInspect
    inspect_template_name = OrderGroupInspect.template_name
    inspect_view_enabled = True
    inspect_view_fields = ["number", "province"]
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = OrderGroupFilters
    list_display = [
        "number",
        Column("placed_at", label=_("Đặt lúc"), accessor=_placed_at, sort_key="placed_at"),
        Column("province", label=_("Giao tới"), accessor="province", sort_key="province__name_folded"),
        NumberColumn("orders", label=_("Số đơn"), accessor="order_count", sort_key="order_count"),
        NumberColumn(
            "total",
            label=_("Tổng tiền"),
            accessor=lambda group: format_dong(whole_dong(group.order_total or 0)),
            sort_key="order_total",
        ),
    ]
    list_export = ["number", "placed_at", "province", "order_count", "order_total"]
    export_headings = {"order_count": _("Số đơn"), "order_total": _("Tổng tiền")}
    export_filename = "don-hang"
    search_fields = ["number", "orders__number"]
    form_fields = ["number"]


class DeliveryRateIndex(OfficerList):
    folded = ("producer__name_folded",)


class DeliveryRateViewSet(ModelViewSet):
    model = DeliveryRate
    index_view_class = DeliveryRateIndex
    list_filter = ["producer"]
    list_export = ["producer", "same_province", "other_provinces", "free_from", "days_min", "days_max"]
    export_filename = "phi-giao"
    name = "phi-giao"
    icon = "globe"
    menu_label = _("Phí giao hàng")
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = [
        Column("producer", label=_("Chủ thể"), accessor="producer", sort_key="producer__name_folded"),
        NumberColumn("same", label=_("Trong tỉnh"), accessor=lambda rate: format_dong(rate.same_province)),
        NumberColumn("other", label=_("Ngoài tỉnh"), accessor=lambda rate: format_dong(rate.other_provinces)),
        NumberColumn(
            "free",
            label=_("Miễn phí từ"),
            accessor=lambda rate: "–" if rate.free_from is None else format_dong(rate.free_from),
        ),
    ]
    search_fields = ["producer__name_folded"]
    form_fields = ["producer", "same_province", "other_provinces", "free_from", "days_min", "days_max"]
