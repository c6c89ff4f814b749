"""Shops elsewhere are kept here; questions to producers are looked at, never edited."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from storefront.contacts.models import ChannelLink, Enquiry
from storefront.officer_lists import OfficerList
from storefront.purchases.back_office import ReadOnlyPolicy

register_permission_policy(Enquiry, ReadOnlyPolicy(Enquiry))


def _moment(name: str) -> Any:
    def shown(enquiry: Enquiry) -> str:
        moment = getattr(enquiry, name)
        return date_format(timezone.localtime(moment), "H:i d/m/Y") if moment else "–"

    return shown


class ChannelLinkFilters(WagtailFilterSet):
    class Meta:
        model = ChannelLink
        fields = ["channel", "producer"]


class ChannelLinkIndex(OfficerList):
    folded = ("producer__name_folded", "product__name_folded")

    def get_base_queryset(self) -> QuerySet:
        return ChannelLink.objects.select_related("producer", "product")


class ChannelLinkViewSet(ModelViewSet):
    model = ChannelLink
    name = "kenh-ban-ngoai"
    icon = "link"
    menu_label = _("Kênh bán ngoài")
    index_view_class = ChannelLinkIndex
    filterset_class = ChannelLinkFilters
    copy_view_enabled = False
    add_to_reference_index = False
    search_fields = ["url"]
    list_display = [
        Column("channel", label=_("Kênh"), accessor="get_channel_display", sort_key="channel"),
        Column("producer", label=_("Chủ thể"), accessor="producer", sort_key="producer__name_folded"),
        Column("product", label=_("Sản phẩm"), accessor=lambda link: link.product or "–"),
        Column("url", label=_("Đường dẫn"), accessor="url"),
    ]
    list_export = ["channel", "producer", "product", "url"]
    export_filename = "kenh-ban-ngoai"
    form_fields = ["producer", "product", "channel", "url"]


class EnquiryFilters(WagtailFilterSet):
    class Meta:
        model = Enquiry
        fields = {"producer": ["exact"], "agreed_at": ["date__gte", "date__lte"]}


class EnquiryIndex(OfficerList):
    """Without names and ways to reach people: those are the producer's business."""

    default_ordering = "-agreed_at"
    folded = ("producer__name_folded", "product__name_folded")

    def get_base_queryset(self) -> QuerySet:
        return Enquiry.objects.select_related("producer", "product")


class EnquiryViewSet(ModelViewSet):
    model = Enquiry
    name = "cau-hoi-mua"
    icon = "mail"
    menu_label = _("Câu hỏi mua")
    index_view_class = EnquiryIndex
    filterset_class = EnquiryFilters
    copy_view_enabled = False
    add_to_reference_index = False
    search_fields = ["product__name_folded"]
    list_display = [
        Column("product", label=_("Sản phẩm"), accessor="product"),
        Column("producer", label=_("Chủ thể"), accessor="producer", sort_key="producer__name_folded"),
        Column("agreed_at", label=_("Gửi lúc"), accessor=_moment("agreed_at"), sort_key="agreed_at"),
        Column("told_at", label=_("Chủ thể được báo lúc"), accessor=_moment("told_at"), sort_key="told_at"),
    ]
    list_export = ["product", "producer", "agreed_at", "told_at"]
    export_filename = "cau-hoi-mua"
    form_fields = ["text"]


class ContactGroup(ModelViewSetGroup):
    menu_label = _("Kênh bán, câu hỏi")
    menu_icon = "mail"
    menu_order = 260
    items = (ChannelLinkViewSet, EnquiryViewSet)
