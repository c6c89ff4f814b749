"""The ledger as a list: read, search, filter, export."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from catalogue.certification import views
from catalogue.certification.back_office.listing import STARS, dash, day_column
from catalogue.certification.checks import show_score
from catalogue.certification.models import LedgerEntry
from catalogue.certification.rules import grounds, rule_set_named
from catalogue.certification.status import RECOGNISED, REPORTED, State
from catalogue.certification.wording import STATE_LABELS, entry_state
from storefront.officer_lists import OfficerList
from storefront.places.models import Province

ENTRY_STATES = [(state.value, STATE_LABELS[state]) for state in State if state != State.NEVER]


class EntryFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        method="by_state", choices=ENTRY_STATES, label=_("Tình trạng hôm nay")
    )
    star = django_filters.ChoiceFilter(choices=[*STARS, (2, "2 ★"), (1, "1 ★")], label=_("Hạng sao"))
    province = django_filters.ModelChoiceFilter(
        field_name="product__province", queryset=Province.objects.all(), label=_("Tỉnh, thành phố")
    )
    decided = django_filters.DateFromToRangeFilter(
        field_name="effective_on", label=_("Ngày"), widget=DateRangePickerWidget
    )

    class Meta:
        model = LedgerEntry
        fields = ["kind", "state", "star", "province", "decision__tier"]

    def by_state(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Certificates and claims in that state today."""
        return queryset.filter(kind__in=[RECOGNISED, REPORTED], state=value)


class EntryIndex(OfficerList):
    """Every entry, newest first; nothing here can be changed."""

    any_permission_required = ["view"]
    folded = ("product__name_folded", "product__producer__name_folded")
    exact = ("decision__number", "product_code")

    def get_base_queryset(self) -> QuerySet:
        entries = LedgerEntry.objects.select_related(
            "product", "decision", "recorded_by", "correction", "source"
        )
        return entries.with_state(on=timezone.localdate())


CALLERS = {
    "import": _("tệp nhập hồ sơ"),
    "page": _("trang quản trị"),
    "api": _("API, chìa khoá số"),
    "demo": _("dữ liệu minh hoạ"),
    "batch-revocation": _("thu hồi theo quyết định"),
}


class EntryInspect(generic.InspectView):
    """One entry in full."""

    page_title = _("Bản ghi")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(
                _("Sổ của sản phẩm"), url=views.desk_address(self.object.product_id), icon_name="ledger-star"
            )
        ]

    def get_fields_context(self) -> list[dict[str, Any]]:
        return [field for field in super().get_fields_context() if field["value"] not in (None, "")]

    def get_rule_set_display_value(self) -> str:
        rules = rule_set_named(self.object.rule_set)
        if rules is None:
            return self.object.rule_set
        return rules.name if rules.verified else _now("%(name)s (chưa kiểm chứng)") % {"name": rules.name}

    def get_ground_display_value(self) -> str:
        ground = grounds().get(self.object.ground)
        return ground.name if ground else self.object.ground

    def get_caller_display_value(self) -> str:
        """The program in words; of a key of the API its number stays."""
        program, _colon, number = self.object.caller.partition(":")
        return " ".join([str(CALLERS.get(program, program)), number]).strip()

    def get_source_display_value(self) -> str:
        """The file with its hash; its row stands beside it."""
        source = self.object.source
        if source is None:
            return ""
        address = reverse("certification:source", args=[source.pk])
        return format_html(
            '<a href="{}">{}</a> <small>SHA-256 {}</small>', address, source.name, source.sha256
        )

    def get_score_display_value(self) -> str:
        return "" if self.object.score is None else show_score(self.object.score)

    def get_criteria_points_display_value(self) -> str:
        points = self.object.criteria_points or {}
        return "; ".join(f"{code}: {show_score(Decimal(told))}" for code, told in points.items())


class EntryViewSet(ModelViewSet):
    """Read, search, filter, export. There is no address to change or remove an entry."""

    model = LedgerEntry
    name = "so-chung-nhan"
    icon = "list-ul"
    menu_label = _("Sổ chứng nhận")
    index_view_class = EntryIndex
    inspect_view_class = EntryInspect
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = EntryFilters
    search_fields = ["product__name_folded"]
    list_per_page = 50
    form_fields: list[str] = []
    list_display = [
        "product",
        Column("kind", label=_("Loại"), accessor="get_kind_display", sort_key="kind"),
        day_column("effective_on", _("Ngày")),
        NumberColumn("star", label=_("Sao"), accessor=lambda entry: dash(entry.star), sort_key="star"),
        NumberColumn(
            "score",
            label=_("Điểm"),
            accessor=lambda entry: "–" if entry.score is None else show_score(entry.score),
            sort_key="score",
        ),
        Column(
            "decision",
            label=_("Quyết định"),
            accessor=lambda entry: dash(entry.decision and entry.decision.label),
        ),
        day_column("valid_to", _("Hết hạn ngày")),
        Column("state", label=_("Tình trạng hôm nay"), accessor=entry_state),
    ]
    list_export = [
        "id",
        "product",
        "kind",
        "effective_on",
        "star",
        "score",
        "decision",
        "valid_from",
        "valid_to",
        "state",
        "place_as_certified",
        "product_code",
        "rule_set",
        "recorded_by",
        "recorded_at",
    ]
    export_filename = "so-chung-nhan"
    inspect_view_fields_exclude = ["fingerprint"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        none = dict.fromkeys(
            ["add_url_name", "edit_url_name", "delete_url_name", "history_url_name", "usage_url_name"]
        )
        return super().get_common_view_kwargs(**{**none, **kwargs})

    def get_urlpatterns(self) -> list[Any]:
        return [one for one in super().get_urlpatterns() if one.name in {"index", "index_results", "inspect"}]

    def register_admin_url_finder(self) -> None:
        """Nothing to edit, so no address to find."""
