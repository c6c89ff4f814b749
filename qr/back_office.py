"""The label desk: codes with their scans, sheets, what was printed, and what people report."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, NumberColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import HeaderButton

from qr import desk
from qr.models import Code, LabelBatch, Report
from qr.permissions import can_issue_codes, can_print_labels
from storefront.officer_lists import OfficerList
from storefront.places.models import Province


class ActionsColumn(BaseColumn):
    """Links beside a row; brings the desk's style sheet along."""

    def __init__(self, template: str) -> None:
        super().__init__("actions", label=_("Tải về"))
        self.cell_template_name = template

    class Media:
        css: ClassVar = {"all": ["qr/desk.css"]}


def count_column(name: str, label: str | Promise) -> NumberColumn:
    """A number to compare down the column: to the right, sortable."""
    return NumberColumn(name, label=label, sort_key=name, classname="qr-number")


def moment_column(name: str, label: str | Promise) -> Column:
    """A moment in full, not "8 minutes ago": lists are printed and compared."""

    def shown(row: Any) -> str:
        return date_format(timezone.localtime(getattr(row, name)), "d/m/Y H:i")

    return Column(name, label=label, accessor=shown, sort_key=name, classname="qr-moment")


class CodeFilters(WagtailFilterSet):
    """What an officer narrows the codes by; the choice stays in the address."""

    province = django_filters.ModelChoiceFilter(
        field_name="product__province", queryset=Province.objects.all(), label=_("Tỉnh, thành phố")
    )
    scanned = django_filters.ChoiceFilter(
        method="by_scans", choices=[("yes", _("rồi")), ("no", _("chưa"))], label=_("Đã có người quét")
    )
    printed = django_filters.ChoiceFilter(
        method="by_batches", choices=[("yes", _("rồi")), ("no", _("chưa"))], label=_("Đã in tem")
    )

    class Meta:
        model = Code
        fields = ["state", "province", "scanned", "printed"]

    def by_scans(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Codes somebody scanned, or those nobody did."""
        return queryset.filter(scan_total__gt=0) if value == "yes" else queryset.filter(scan_total=0)

    def by_batches(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Codes that were on a sheet, or those that never were."""
        printed = LabelBatch.codes.through.objects.filter(code=OuterRef("pk"))
        return queryset.filter(Exists(printed) if value == "yes" else ~Exists(printed))


class CodeIndex(OfficerList):
    """All codes with what they were scanned; new ones are issued for products, never typed."""

    any_permission_required = ["view", "add", "change"]
    default_ordering = "-issued_at"
    folded = ("product__name_folded", "product__producer__name_folded")
    exact = ("code",)

    def get_base_queryset(self) -> QuerySet:
        codes = super().get_base_queryset().select_related("product__producer")
        return codes.with_scan_counts(today=timezone.localdate())

    def get_add_url(self) -> None:
        return None

    def get_list_more_buttons(self, instance: Code) -> list[Any]:
        return []  # the code itself leads to its page

    @property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = []
        if can_issue_codes(self.request.user):
            buttons.append(HeaderButton(_("Cấp mã còn thiếu"), url=reverse("ma-qr:issue"), icon_name="plus"))
        if can_print_labels(self.request.user):
            buttons.append(HeaderButton(_("In tem"), url=reverse("in-tem:sheet"), icon_name="qr-print"))
        return buttons


class CodeViewSet(ModelViewSet):
    """Codes are looked at, issued and retired; they cannot be edited or deleted."""

    model = Code
    name = "ma-qr"
    icon = "qr"
    menu_label = _("Mã QR")
    index_view_class = CodeIndex
    filterset_class = CodeFilters
    search_fields = ["code"]
    list_per_page = 50
    copy_view_enabled = False
    add_to_reference_index = False
    inspect_view_enabled = True
    inspect_view_class = desk.CodeView
    form_fields: list[str] = []
    list_display = [
        "code",
        Column("product", label=_("Sản phẩm"), accessor="product", sort_key="product__name_folded"),
        Column("producer", label=_("Chủ thể"), accessor="product.producer"),
        Column("state", label=_("Trạng thái"), accessor="get_state_display", sort_key="state"),
        count_column("scans_today", _("Quét hôm nay")),
        count_column("scan_total", _("Tổng lượt quét")),
        moment_column("issued_at", _("Cấp lúc")),
        ActionsColumn("qr/admin/_downloads.html"),
    ]
    list_export = ["code", "product", "product.producer", "state", "printed_url", "scan_total", "issued_at"]
    export_headings = {
        "product.producer": _("chủ thể"),
        "printed_url": _("địa chỉ in trên tem"),
        "scan_total": _("tổng lượt quét"),
    }
    export_filename = "ma-qr"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        without = {
            "add_url_name": None,
            "edit_url_name": None,
            "delete_url_name": None,
            "usage_url_name": None,
        }
        return super().get_common_view_kwargs(**{**without, **kwargs})

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(export_headings=self.export_headings, **kwargs)

    @property
    def url_finder_class(self) -> type:
        """The history of actions leads to the code's own page."""
        base = super().url_finder_class
        return type("_CodeURLFinder", (base,), {"edit_url_name": self.get_url_name("inspect")})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("cap-ma/", desk.IssueView.as_view(), name="issue"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/ngung/", desk.RetireView.as_view(), name="retire"),
            path("<int:pk>/lich-su/", self.history_view, name="history"),
            path("<int:pk>/lich-su/results/", self.history_results_view, name="history_results"),
        ]


class LabelSheetViewSet(ViewSet):
    """The desk where sheets are made."""

    name = "in-tem"
    icon = "qr-print"
    menu_label = _("In tem")
    menu_url_name = "sheet"

    @property
    def menu_item_class(self) -> type:
        from wagtail.admin.menu import MenuItem  # noqa: PLC0415 -- as Wagtail does: menus load after apps

        def is_shown(_self: Any, request: Any) -> bool:
            return can_print_labels(request.user)

        return type("LabelSheetMenuItem", (MenuItem,), {"is_shown": is_shown})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", desk.LabelSheetView.as_view(), name="sheet")]


class BatchIndex(OfficerList):
    folded = ()
    exact = ("made_by__email", "layout")
    any_permission_required = ["view", "add"]
    default_ordering = "-made_at"

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("made_by")

    def get_add_url(self) -> None:
        return None


class BatchViewSet(ModelViewSet):
    """What was printed, by whom; each sheet can be downloaded once more."""

    model = LabelBatch
    name = "lan-in-tem"
    icon = "history"
    menu_label = _("Các lần in")
    index_view_class = BatchIndex
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: list[str] = []
    list_filter = ["layout", "made_at"]
    list_per_page = 50
    list_export = ["made_at", "made_by", "layout", "label_count", "page_count"]
    export_filename = "lan-in-tem"
    list_display = [
        moment_column("made_at", _("In lúc")),
        Column("made_by", label=_("Người in"), accessor="made_by"),
        Column("layout", label=_("Khổ tem"), accessor="get_layout_display"),
        count_column("label_count", _("Số tem")),
        count_column("page_count", _("Số trang")),
        ActionsColumn("qr/admin/_reprint.html"),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = ("add_url_name", "edit_url_name", "delete_url_name", "usage_url_name", "history_url_name")
        return super().get_common_view_kwargs(**{**dict.fromkeys(names), **kwargs})

    @property
    def url_finder_class(self) -> type:
        """The history of actions leads to the sheet."""
        base = super().url_finder_class
        return type("_BatchURLFinder", (base,), {"edit_url_name": self.get_url_name("download")})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>.pdf", desk.reprint_sheet, name="download"),
        ]


class ReportIndex(OfficerList):
    folded = ("code__product__name_folded", "code__product__producer__name_folded")
    exact = ("code__code",)
    any_permission_required = ["view", "change"]

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("code__product")

    def get_add_url(self) -> None:
        return None


class ReportViewSet(ModelViewSet):
    """What people with a package in the hand tell the office; answered here, never deleted."""

    model = Report
    name = "tin-bao"
    icon = "warning"
    menu_label = _("Tin báo")
    index_view_class = ReportIndex
    edit_view_class = desk.ReportView
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ["state", "answer"]
    list_filter = ["state", "kind", "sent_at"]
    search_fields = ["code__product__name_folded"]
    list_per_page = 50
    list_export = ["kind", "code.product", "code", "state", "sent_at", "answer"]
    export_headings = {"code.product": _("sản phẩm")}
    export_filename = "tin-bao"
    list_display = [
        Column("kind", label=_("Về việc"), accessor="get_kind_display"),
        Column("product", label=_("Sản phẩm"), accessor="code.product"),
        Column("state", label=_("Trạng thái"), accessor="get_state_display", sort_key="state"),
        moment_column("sent_at", _("Gửi lúc")),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        without = {"add_url_name": None, "delete_url_name": None, "usage_url_name": None}
        return super().get_common_view_kwargs(**{**without, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.edit_view, name="edit"),
            path("<int:pk>/lich-su/", self.history_view, name="history"),
            path("<int:pk>/lich-su/results/", self.history_results_view, name="history_results"),
        ]


class CodesGroup(ModelViewSetGroup):
    menu_label = _("Mã QR")
    menu_icon = "qr"
    menu_order = 600
    items = (CodeViewSet, LabelSheetViewSet, BatchViewSet, ReportViewSet)
