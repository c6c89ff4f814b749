"""What is kept of prices and discounts, in the back office: looked at and exported, edited by nobody."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from storefront.offers.models import DiscountBearer, PriceChange
from storefront.officer_lists import OfficerList
from storefront.vietnamese import format_dong


class SomePolicy(ModelPermissionPolicy):
    """Only these actions exist in the back office, whoever asks."""

    actions: tuple[str, ...] = ("view",)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.actions and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(PriceChange, SomePolicy(PriceChange))
register_permission_policy(DiscountBearer, SomePolicy(DiscountBearer))


def clock(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "H:i d/m/Y")


def dong_or_dash(amount: Any) -> str:
    return "–" if amount is None else format_dong(int(amount))


class PriceFilters(WagtailFilterSet):
    class Meta:
        model = PriceChange
        fields = {"product__producer": ["exact"], "at": ["date__gte", "date__lte"]}


class PriceIndex(OfficerList):
    folded = ("product__name_folded", "product__producer__name_folded")

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("product__producer", "by")


class PriceChangeViewSet(ModelViewSet):
    model = PriceChange
    name = "lich-su-gia"
    icon = "history"
    menu_label = _("Lịch sử giá")
    index_view_class = PriceIndex
    filterset_class = PriceFilters
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: list[str] = []
    list_display = [
        Column("product", label=_("Sản phẩm"), accessor="product", sort_key="product__name_folded"),
        Column("producer", label=_("Chủ thể"), accessor="product.producer"),
        NumberColumn("was", label=_("Giá trước"), accessor=lambda row: dong_or_dash(row.was), sort_key="was"),
        NumberColumn("now", label=_("Giá mới"), accessor=lambda row: dong_or_dash(row.now), sort_key="now"),
        Column("at", label=_("Từ lúc"), accessor=lambda row: clock(row.at), sort_key="at"),
        Column("by", label=_("Người đổi"), accessor="by"),
    ]
    list_export = ["product", "product.producer", "was", "now", "at", "by"]
    export_headings = {"product.producer": _("Chủ thể")}
    export_filename = "lich-su-gia"
    search_fields = ["product__name_folded"]


class DiscountFilters(WagtailFilterSet):
    class Meta:
        model = DiscountBearer
        fields = {
            "borne_by": ["exact"],
            "promotion": ["exact"],
            "discount__order__date_placed": ["date__gte", "date__lte"],
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["discount__order__date_placed__date__gte"].label = _("Đặt từ ngày")
        self.filters["discount__order__date_placed__date__lte"].label = _("Đặt đến hết ngày")


class DiscountIndex(OfficerList):
    folded = ("discount__order__producer__name_folded",)
    exact = ("discount__order__number", "discount__voucher_code", "discount__offer_name", "sponsor")

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("discount__order__producer", "promotion")


class DiscountViewSet(ModelViewSet):
    """What producers were paid less, and who owes it to them."""

    model = DiscountBearer
    name = "giam-gia-tren-don"
    icon = "list-ul"
    menu_label = _("Giảm giá trên đơn")
    index_view_class = DiscountIndex
    filterset_class = DiscountFilters
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: list[str] = []
    list_display = [
        Column("order", label=_("Đơn"), accessor="discount.order.number"),
        Column("producer", label=_("Chủ thể"), accessor="discount.order.producer"),
        Column("offer", label=_("Khuyến mại"), accessor="discount.offer_name"),
        Column("code", label=_("Mã"), accessor="discount.voucher_code"),
        NumberColumn("amount", label=_("Đã giảm"), accessor=lambda row: dong_or_dash(row.discount.amount)),
        Column("borne_by", label=_("Ai chịu"), accessor="get_borne_by_display", sort_key="borne_by"),
        NumberColumn("cut", label=_("Bị cắt"), accessor=lambda row: dong_or_dash(row.cut), sort_key="cut"),
    ]
    list_export = [
        "discount.order.number",
        "discount.order.date_placed",
        "discount.order.status",
        "discount.order.producer",
        "discount.offer_name",
        "discount.voucher_code",
        "discount.amount",
        "borne_by",
        "sponsor",
        "reference",
        "cut",
    ]
    export_headings = {
        "discount.order.number": _("Đơn"),
        "discount.order.date_placed": _("Đặt lúc"),
        "discount.order.status": _("Trạng thái"),
        "discount.order.producer": _("Chủ thể"),
        "discount.offer_name": _("Khuyến mại"),
        "discount.voucher_code": _("Mã"),
        "discount.amount": _("Đã giảm"),
    }
    export_filename = "giam-gia-tren-don"
    search_fields = ["discount__order__number"]
