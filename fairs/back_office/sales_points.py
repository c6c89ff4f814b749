"""The register of sales points on the officers' desk."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from fairs.back_office.base import DayColumn, ShowsPublicPage
from fairs.models import SalesPoint, SalesPointKind
from storefront.officer_lists import OfficerList


class SalesPointFilters(WagtailFilterSet):
    class Meta:
        model = SalesPoint
        fields = {
            "state": ["exact"],
            "kind": ["exact"],
            "province": ["exact"],
            "last_confirmed_on": ["lte"],
        }


class SalesPointIndex(OfficerList):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().for_list()


class SalesPointEdit(ShowsPublicPage, generic.EditView):
    """A sales point with what it carries."""


class SalesPointViewSet(ModelViewSet):
    model = SalesPoint
    name = "diem-ban"
    icon = "site"
    menu_label = _("Điểm bán")
    index_view_class = SalesPointIndex
    edit_view_class = SalesPointEdit
    filterset_class = SalesPointFilters
    list_per_page = 50
    copy_view_enabled = False
    search_fields = ["name_folded"]
    list_display = [
        "name",
        Column("kind", label=_("Loại"), accessor="kind", sort_key="kind__position"),
        Column("place", label=_("Nơi"), accessor="place_label", sort_key="province__name_folded"),
        NumberColumn("product_count", label=_("Sản phẩm"), sort_key="product_count"),
        DayColumn("last_confirmed_on", label=_("Xác nhận"), sort_key="last_confirmed_on"),
        Column("state", label=_("Trạng thái"), accessor="get_state_display", sort_key="state"),
    ]
    list_export = [
        "name",
        "kind",
        "get_state_display",
        "operator",
        "address_label",
        "latitude",
        "longitude",
        "opening_hours",
        "phone",
        "decision_number",
        "decision_on",
        "product_count",
        "last_confirmed_on",
    ]
    export_headings = {
        "get_state_display": _("Trạng thái"),
        "address_label": _("Địa chỉ"),
        "product_count": _("Số sản phẩm"),
    }
    export_filename = "diem-ban"
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("state")]),
                FieldPanel("operator"),
                FieldPanel("description"),
                FieldPanel("photo"),
            ],
            heading=_("Điểm bán"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("province"), FieldPanel("commune")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldRowPanel([FieldPanel("opening_hours"), FieldPanel("phone")]),
            ],
            heading=_("Đến đó"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("decision_number"), FieldPanel("decision_on")]),
                FieldPanel("last_confirmed_on"),
            ],
            heading=_("Công nhận và kiểm tra"),
        ),
        InlinePanel(
            "stock",
            heading=_("Sản phẩm có bán"),
            label=_("sản phẩm"),
            panels=[FieldRowPanel([FieldPanel("product"), FieldPanel("confirmed_on")])],
        ),
        FieldPanel("slug"),
    ]


class SalesPointKindIndex(OfficerList):
    folded = ()
    exact = ("name", "code")


class SalesPointKindViewSet(ModelViewSet):
    model = SalesPointKind
    index_view_class = SalesPointKindIndex
    list_filter = ["is_verified"]
    name = "loai-dia-diem"
    icon = "folder-open-inverse"
    menu_label = _("Loại địa điểm")
    copy_view_enabled = False
    list_display = [
        "name",
        Column("source", label=_("Căn cứ")),
        BooleanColumn("is_verified", label=_("Đã đối chiếu")),
    ]
    list_export = ["code", "name", "name_en", "source", "is_verified"]
    export_filename = "loai-dia-diem"
    search_fields = ["name"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
        FieldPanel("code"),
        FieldPanel("source"),
        FieldRowPanel([FieldPanel("is_verified"), FieldPanel("position")]),
    ]
