"""Livestream series, sessions and hosts on the officers' desk."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from fairs import scheduling
from fairs.back_office.base import DayColumn, ObeysRules, ShowsPublicPage, kept_children
from fairs.models import LivestreamHost, LivestreamSeries, LivestreamSession
from storefront.officer_lists import OfficerList


class SeriesIndex(OfficerList):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().annotate(session_count=Count("sessions"))


class SeriesViewSet(ModelViewSet):
    model = LivestreamSeries
    name = "chuoi-livestream"
    icon = "list-ol"
    menu_label = _("Chuỗi livestream")
    index_view_class = SeriesIndex
    list_filter = {"is_public": ["exact"], "period_from": ["gte", "lte"]}
    copy_view_enabled = False
    search_fields = ["name_folded"]
    list_display = [
        "name",
        DayColumn("period_from", label=_("Từ"), sort_key="period_from"),
        DayColumn("period_to", label=_("Đến"), sort_key="period_to"),
        NumberColumn("session_count", label=_("Đã lên lịch")),
        NumberColumn("planned_sessions", label=_("Dự kiến")),
        NumberColumn("producers_per_session", label=_("Chủ thể/phiên")),
        BooleanColumn("is_public", label=_("Công bố")),
    ]
    list_export = [
        "name",
        "organiser",
        "period_from",
        "period_to",
        "planned_sessions",
        "session_count",
        "producers_per_session",
        "is_public",
    ]
    export_headings = {"session_count": _("Đã lên lịch")}
    export_filename = "chuoi-livestream"
    panels = [
        FieldPanel("name"),
        FieldPanel("organiser"),
        FieldRowPanel([FieldPanel("period_from"), FieldPanel("period_to")]),
        FieldRowPanel([FieldPanel("planned_sessions"), FieldPanel("producers_per_session")]),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("is_public"), FieldPanel("slug")]),
    ]


class SessionFilters(WagtailFilterSet):
    class Meta:
        model = LivestreamSession
        fields = {
            "series": ["exact"],
            "state": ["exact"],
            "platform": ["exact"],
            "host": ["exact"],
            "starts_at": ["date__gte", "date__lte"],
        }


class SessionIndex(OfficerList):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().for_list()


class HoldsToSeries(ObeysRules):
    """Quota, host and certificates as in `scheduling.schedule_session`."""

    def check_rules(self, form: Any) -> None:
        scheduling.check_session(form.instance, kept_children(form, "items"))


class SessionCreate(HoldsToSeries, generic.CreateView):
    """A new session."""


class SessionEdit(ShowsPublicPage, HoldsToSeries, generic.EditView):
    """A session with its running order."""


class SessionViewSet(ModelViewSet):
    model = LivestreamSession
    name = "livestream"
    icon = "media"
    menu_label = _("Phiên livestream")
    index_view_class = SessionIndex
    add_view_class = SessionCreate
    edit_view_class = SessionEdit
    filterset_class = SessionFilters
    list_per_page = 50
    copy_view_enabled = False
    search_fields = ["name_folded"]
    list_display = [
        "name",
        DayColumn("starts_at", label=_("Bắt đầu"), sort_key="starts_at"),
        Column("platform", label=_("Nền tảng"), accessor="get_platform_display"),
        Column("host", label=_("Người dẫn"), accessor="host", sort_key="host__name_folded"),
        NumberColumn("producer_count", label=_("Chủ thể")),
        NumberColumn("product_count", label=_("Sản phẩm")),
        Column("state", label=_("Trạng thái"), accessor="get_state_display", sort_key="state"),
    ]
    list_export = [
        "series",
        "number",
        "name",
        "get_state_display",
        "starts_at",
        "ends_at",
        "get_platform_display",
        "url",
        "host",
        "place",
        "producer_count",
        "product_count",
        "replay_url",
    ]
    export_headings = {
        "get_state_display": _("Trạng thái"),
        "get_platform_display": _("Nền tảng"),
        "producer_count": _("Số chủ thể"),
        "product_count": _("Số sản phẩm"),
    }
    export_filename = "livestream"
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("series"), FieldPanel("number")]),
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("state"), FieldPanel("state_note")]),
                FieldPanel("description"),
                FieldPanel("cover"),
            ],
            heading=_("Phiên"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("platform"), FieldPanel("url")]),
                FieldRowPanel([FieldPanel("host"), FieldPanel("place")]),
                FieldPanel("replay_url"),
                HelpPanel(
                    content=_(
                        "Khi phát, ghim đường dẫn trang của phiên và thêm ?tu=song ở cuối: "
                        "đơn hàng đến từ phiên được nhận ra nhờ đó."
                    )
                ),
            ],
            heading=_("Lên sóng"),
        ),
        InlinePanel(
            "items",
            heading=_("Thứ tự lên sóng"),
            label=_("lượt"),
            help_text=_(
                "Kéo để đổi thứ tự. Chỉ nhận sản phẩm còn chứng nhận vào ngày phát, "
                "số chủ thể theo hạn mức của chuỗi."
            ),
            panels=[FieldRowPanel([FieldPanel("product"), FieldPanel("producer")])],
        ),
        FieldPanel("slug"),
    ]


class HostIndex(OfficerList):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().annotate(session_count=Count("sessions"))


class HostViewSet(ModelViewSet):
    model = LivestreamHost
    name = "nguoi-dan"
    icon = "user"
    menu_label = _("Người dẫn")
    index_view_class = HostIndex
    list_filter = {"verified_on": ["gte", "lte"]}
    copy_view_enabled = False
    search_fields = ["name_folded"]
    list_display = [
        "name",
        Column("organisation", label=_("Đơn vị"), sort_key="organisation"),
        DayColumn("verified_on", label=_("Đã xác minh"), sort_key="verified_on"),
        NumberColumn("session_count", label=_("Số phiên")),
    ]
    list_export = ["name", "organisation", "verified_on", "session_count"]
    export_headings = {"session_count": _("Số phiên")}
    export_filename = "nguoi-dan"
    panels = [
        FieldPanel("name"),
        FieldPanel("organisation"),
        FieldPanel("verified_on"),
        HelpPanel(
            content=_(
                "Luật TMĐT 122/2025/QH15: danh tính người livestream phải được xác minh trước khi phát."
            )
        ),
    ]
