"""Which orders the list shows: every question stands in its address."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from catalogue.producers.models import Producer
from storefront.order.models import Order
from storefront.orderdesk.standing import CONFIRM, FETCH, SEND
from storefront.places.models import Province

TOUCHPOINTS = [
    ("fair", _("Hội chợ, phiên chợ")),
    ("livestream", _("Livestream")),
    ("code", _("Mã QR trên hàng")),
    ("sales_point", _("Điểm bán")),
]
NO_TOUCHPOINT = ("none", _("Vào thẳng cửa hàng"))
LATE_STEPS = [("any", _("Mọi việc trễ")), (CONFIRM, _("Chưa xác nhận")), (SEND, _("Chưa gửi hàng"))]
LATE_STEPS += [(FETCH, _("Quá ngày hẹn nhận"))]
OUTSTANDING, EXCESS = "outstanding", "excess"


def _day(label: Any) -> dict[str, Any]:
    return {"label": label, "widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class OrderFilters(WagtailFilterSet):
    """Needs the annotations of `standing.standing_orders`."""

    state = django_filters.ChoiceFilter(
        field_name="state_now", choices=Order.Status.choices, label=_("Trạng thái")
    )
    late = django_filters.ChoiceFilter(method="by_lateness", choices=LATE_STEPS, label=_("Trễ hạn"))
    producer = django_filters.ModelChoiceFilter(queryset=Producer.objects.all(), label=_("Chủ thể"))
    province = django_filters.ModelChoiceFilter(
        field_name="group__province", queryset=Province.objects.all(), label=_("Giao tới")
    )
    payment = django_filters.ChoiceFilter(
        field_name="payment_method", choices=Order.PaymentMethod.choices, label=_("Cách trả tiền")
    )
    money = django_filters.ChoiceFilter(
        method="by_money",
        choices=[(OUTSTANDING, _("Còn thiếu tiền")), (EXCESS, _("Thừa tiền, phải hoàn"))],
        label=_("Tiền"),
    )
    touchpoint = django_filters.ChoiceFilter(
        method="by_touchpoint", choices=[*TOUCHPOINTS, NO_TOUCHPOINT], label=_("Đến từ")
    )
    tu = django_filters.DateFilter("date_placed", "date__gte", **_day(_("Đặt từ ngày")))
    den = django_filters.DateFilter("date_placed", "date__lte", **_day(_("Đặt đến hết ngày")))

    class Meta:
        model = Order
        fields = ["state", "late", "producer", "province", "payment", "money", "touchpoint", "tu", "den"]

    def by_lateness(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Orders whose next step is due and was not taken; sooner due first."""
        late = queryset.filter(due_by__lt=timezone.now())
        return late if value == "any" else late.filter(due_step=value)

    def by_money(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Orders that wait for money to come, or of whose money some must go back."""
        return queryset.filter(**{f"{value}__gt": 0})

    def by_touchpoint(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Orders by what brought their shopper."""
        if value == NO_TOUCHPOINT[0]:
            return queryset.filter(touchpoint__kind__isnull=True)
        return queryset.filter(touchpoint__kind=value)
