"""Orders of every producer, with what they come to by state on top."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.permission_policies import ModelPermissionPolicy

from storefront.officer_lists import OfficerList
from storefront.order.models import Order
from storefront.orderdesk.asking import TOUCHPOINTS, OrderFilters
from storefront.orderdesk.drawing import StateBar, state_bars
from storefront.orderdesk.permissions import can_read_orders
from storefront.orderdesk.standing import standing_orders
from storefront.orderdesk.wording import moment_in_words, money_in_words, span_in_words
from storefront.vietnamese import format_dong


class ReadersOnly:
    """Refuses everybody who may not see orders."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_read_orders(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def now(self) -> datetime:
        """The moment the page speaks of."""
        return timezone.now()


class OrderIndex(ReadersOnly, OfficerList):
    """Found by number, by any part of the order group's number, or by what the filters ask."""

    model = Order
    permission_policy = ModelPermissionPolicy(Order)
    any_permission_required = ["view"]
    template_name = "orderdesk/index.html"
    results_template_name = "orderdesk/index_results.html"
    page_title = _("Đơn hàng")
    header_icon = "list-ul"
    verbose_name = verbose_name_plural = _("đơn hàng")
    filterset_class = OrderFilters
    default_ordering = "-date_placed"
    paginate_by = 50
    search_fields = ["number"]
    export_filename = "don-hang"
    list_export = [
        "number",
        "date_placed",
        "producer_name",
        "state_now",
        "province_name",
        "payment_method",
        "total_dong",
        "kept",
        "outstanding",
        "excess",
        "due_by",
        "way_in",
    ]
    export_headings = {
        "number": _("Đơn"),
        "date_placed": _("Đặt lúc"),
        "producer_name": _("Chủ thể"),
        "state_now": _("Trạng thái"),
        "province_name": _("Giao tới"),
        "payment_method": _("Cách trả tiền"),
        "total_dong": _("Tổng tiền (₫)"),
        "kept": _("Đã nhận (₫)"),
        "outstanding": _("Còn thiếu (₫)"),
        "excess": _("Phải hoàn (₫)"),
        "due_by": _("Hạn của việc tiếp theo"),
        "way_in": _("Đến từ"),
    }
    export_words = {"state_now": dict(Order.Status.choices), "way_in": dict(TOUCHPOINTS)}

    def get_base_queryset(self) -> QuerySet:
        return standing_orders(at=self.now).annotate(
            producer_name=F("producer__name"),
            province_name=F("group__province__name"),
            way_in=F("touchpoint__kind"),
        )

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """Late orders begin with the latest; equal ones stand by their pk, so that pages do not overlap."""
        if self.request.GET.get("late") and not self.is_explicitly_ordered:
            return queryset.order_by("due_by", "pk")
        return queryset.order_by(self.ordering, "-pk")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        for word in (self.search_query or "").upper().split():
            queryset = queryset.filter(Q(number__contains=word) | Q(group__number__contains=word))
        return queryset

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "number",
                label=_("Đơn"),
                sort_key="number",
                get_url=lambda order: reverse("orderdesk:order", args=[order.number]),
            ),
            Column(
                "placed",
                label=_("Đặt lúc"),
                accessor=lambda order: moment_in_words(order.date_placed),
                sort_key="date_placed",
            ),
            Column("age", label=_("Đã được"), accessor=lambda o: span_in_words(self.now - o.date_placed)),
            Column("producer", label=_("Chủ thể"), accessor="producer_name", sort_key="producer_name"),
            Column(
                "state",
                label=_("Trạng thái"),
                accessor=lambda order: Order.Status(order.state_now).label,
                sort_key="state_now",
            ),
            Column("late", label=_("Trễ"), accessor=self._lateness, sort_key="due_by"),
            Column("province", label=_("Giao tới"), accessor="province_name", sort_key="province_name"),
            Column("payment", label=_("Cách trả tiền"), accessor="get_payment_method_display"),
            NumberColumn(
                "total",
                label=_("Tổng tiền"),
                accessor=lambda order: format_dong(order.total_dong),
                sort_key="total_dong",
            ),
            Column("balance", label=_("Tiền"), accessor=_balance, sort_key="outstanding"),
        ]

    def _lateness(self, order: Any) -> str:
        is_late = order.due_by is not None and order.due_by < self.now
        return span_in_words(self.now - order.due_by) if is_late else "–"

    def state_bars(self) -> list[StateBar]:
        """What the orders asked for come to by state; the question about the state itself left out."""
        asked = self.request.GET.copy()
        asked.pop("state", None)
        orders = self.get_base_queryset()
        filters = self.filterset_class(asked, request=self.request, queryset=orders)
        orders = self.search_queryset(filters.qs if filters.is_valid() else orders)
        found = orders.order_by().values("state_now").annotate(count=Count("pk"), total=Sum("total_dong"))
        asked.pop("p", None)
        asked.pop("_w_filter_fragment", None)
        address = reverse("orderdesk:index")
        return state_bars(
            found, address=f"{address}?{asked.urlencode()}", chosen=self.request.GET.get("state")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(state_bars=self.state_bars(), **kwargs)

    def get_add_url(self) -> None:
        return None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Đơn hàng")}]


def _balance(order: Any) -> str:
    return money_in_words(outstanding=order.outstanding, excess=order.excess)
