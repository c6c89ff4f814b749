"""The group "Chứng nhận": products by their star of today, the ledger, the decisions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from catalogue.certification import views
from catalogue.certification.checks import show_day, show_score
from catalogue.certification.forms import DecisionForm
from catalogue.certification.ledger import get_or_create_decision
from catalogue.certification.managers import certified, with_states
from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.permissions import can_change_decision, can_read_ledger
from catalogue.certification.rules import grounds, rule_set_named
from catalogue.certification.status import RECOGNISED, REPORTED, State
from catalogue.certification.wording import STATE_LABELS, entry_state
from catalogue.models import Product
from storefront.places.models import Province
from storefront.vietnamese import fold

PRODUCT_STATES = [(state.value, STATE_LABELS[state]) for state in State if state != State.SUPERSEDED]
ENTRY_STATES = [(state.value, STATE_LABELS[state]) for state in State if state != State.NEVER]
STARS = [(star, f"{star} ★") for star in (5, 4, 3)]


def _dash(value: Any) -> Any:
    return "–" if value in (None, "") else value


def _day_column(name: str, label: Any, *, sort_key: str = "") -> Column:
    """A day as 17/01/2025: officers compare days, "five years ago" is no use to them."""
    return Column(
        name,
        label=label,
        accessor=lambda row: _dash((day := getattr(row, name)) and show_day(day)),
        sort_key=sort_key or name,
    )


class FoldedSearch:
    """Search by words without accents, in any of `folded`, or by a code in any of `exact`."""

    folded: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    is_searchable = True

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        for word in (self.search_query or "").split():
            told = Q()
            for field in self.folded:
                told |= Q(**{f"{field}__contains": fold(word)})
            for field in self.exact:
                told |= Q(**{f"{field}__icontains": word.upper().replace("QD", "QĐ")})
            queryset = queryset.filter(told)
        return queryset


class ProductFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        field_name="certification_state", choices=PRODUCT_STATES, label=_("Tình trạng hôm nay")
    )
    star = django_filters.ChoiceFilter(field_name="star_now", choices=STARS, label=_("Sao đang có hiệu lực"))
    ends_before = django_filters.ChoiceFilter(
        method="ends_within",
        label=_("Hết hạn trong"),
        choices=[(30, _("30 ngày")), (120, _("120 ngày")), (180, _("180 ngày"))],
    )
    province = django_filters.ModelChoiceFilter(queryset=Province.objects.all(), label=_("Tỉnh, thành phố"))

    class Meta:
        model = Product
        fields = ["state", "star", "ends_before", "province", "illustrative"]

    def ends_within(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Products in force whose star ends within that many days."""
        last = timezone.localdate() + timedelta(days=int(value))
        return queryset.filter(certified_until__lte=last)


class ProductIndex(FoldedSearch, generic.IndexView):
    """Every product with its star of today; a click leads to its ledger."""

    model = Product
    permission_policy = ModelPermissionPolicy(LedgerEntry)
    any_permission_required = ["view"]
    page_title = _("Sản phẩm và sao")
    header_icon = "ledger-star"
    folded = ("name_folded", "producer__name_folded")
    search_fields = ["name_folded"]
    filterset_class = ProductFilters
    default_ordering = "name_folded"
    paginate_by = 50
    export_filename = "san-pham-va-sao"
    list_export = ["title", "producer", "province", "certification_state", "star_now", "certified_until"]
    export_headings = {
        "certification_state": _("tình trạng"),
        "star_now": _("sao"),
        "certified_until": _("hết hạn ngày"),
    }

    def get_base_queryset(self) -> QuerySet:
        today = timezone.localdate()
        products = Product.objects.exclude(structure=Product.CHILD).select_related("producer", "province")
        current = LedgerEntry.objects.current(on=today).filter(product=OuterRef("pk"))
        return certified(with_states(products, on=today), on=today).annotate(
            last_day=Coalesce(F("certified_until"), Subquery(current.values("valid_to")[:1]))
        )

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "title",
                label=_("Sản phẩm"),
                sort_key="name_folded",
                get_url=lambda product: views.desk_address(product.pk),
            ),
            Column("producer", label=_("Chủ thể"), accessor="producer", sort_key="producer__name_folded"),
            Column("province", label=_("Tỉnh"), accessor="province", sort_key="province__name_folded"),
            Column(
                "state",
                label=_("Tình trạng hôm nay"),
                accessor=lambda product: STATE_LABELS[State(product.certification_state)],
                sort_key="certification_state",
            ),
            NumberColumn("star", label=_("Sao"), accessor=lambda p: _dash(p.star_now), sort_key="star_now"),
            _day_column("last_day", _("Hết hạn ngày")),
        ]

    def get_add_url(self) -> None:
        return None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Sản phẩm và sao")}]


class ReadersMenuItem(MenuItem):
    """Shown to those who may read the ledger."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_read_ledger(request.user)


class ProductViewSet(ViewSet):
    """Products, each with its desk."""

    name = "chung-nhan"
    url_namespace = "certification"
    icon = "ledger-star"
    menu_label = _("Sản phẩm và sao")
    menu_item_class = ReadersMenuItem

    def get_urlpatterns(self) -> list[Any]:
        listing = {
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("index_results"),
        }
        return [
            path("", ProductIndex.as_view(**listing), name="index"),
            path("ket-qua/", ProductIndex.as_view(**listing, results_only=True), name="index_results"),
            path("<int:pk>/", views.DeskView.as_view(), name="desk"),
            path("<int:pk>/<slug:slug>/", views.RecordView.as_view(), name="record"),
            path("ban-ghi/<int:pk>/dinh-chinh/", views.CorrectView.as_view(), name="correct"),
            path("tep-goc/<int:pk>/", views.SourceFileView.as_view(), name="source"),
        ]


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


class EntryIndex(FoldedSearch, generic.IndexView):
    """Every entry, newest first; nothing here can be changed."""

    any_permission_required = ["view"]
    folded = ("product__name_folded", "product__producer__name_folded")
    exact = ("decision__number", "product_code")

    def get_base_queryset(self) -> QuerySet:
        entries = LedgerEntry.objects.select_related(
            "product", "decision", "recorded_by", "correction", "source"
        )
        return entries.with_state(on=timezone.localdate())


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

    def get_score_display_value(self) -> str:
        return "" if self.object.score is None else show_score(self.object.score)


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
        _day_column("effective_on", _("Ngày")),
        NumberColumn("star", label=_("Sao"), accessor=lambda entry: _dash(entry.star), sort_key="star"),
        NumberColumn(
            "score",
            label=_("Điểm"),
            accessor=lambda entry: "–" if entry.score is None else show_score(entry.score),
            sort_key="score",
        ),
        Column(
            "decision",
            label=_("Quyết định"),
            accessor=lambda entry: _dash(entry.decision and entry.decision.label),
        ),
        _day_column("valid_to", _("Hết hạn ngày")),
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


class DecisionFilters(WagtailFilterSet):
    class Meta:
        model = Decision
        fields = ["tier", "province"]


class DecisionIndex(FoldedSearch, generic.IndexView):
    """Decisions with the number of entries that rest on each."""

    any_permission_required = ["view"]
    folded = ("authority_key",)
    exact = ("number",)

    def get_base_queryset(self) -> QuerySet:
        return Decision.objects.select_related("province").annotate(entry_count=Count("entries"))

    def get_edit_url(self, instance: Decision) -> str | None:
        return None if instance.entry_count else super().get_edit_url(instance)

    def get_delete_url(self, instance: Decision) -> str | None:
        return None if instance.entry_count else super().get_delete_url(instance)


class DecisionCreate(generic.CreateView):
    """A decision, entered once however it is spelt."""

    def save_instance(self) -> Decision:
        return get_or_create_decision(**self.form.cleaned_data)


class UnusedOnly:
    """Nothing about a decision changes once the ledger rests on it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if LedgerEntry.objects.filter(decision=kwargs["pk"]).exists():
            messages.error(
                request, _now("Quyết định này đã có trong sổ chứng nhận nên không sửa, không xoá được.")
            )
            return redirect("quyet-dinh:inspect", kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class DecisionEdit(UnusedOnly, generic.EditView):
    pass


class DecisionDelete(UnusedOnly, generic.DeleteView):
    pass


class DecisionInspect(generic.InspectView):
    """A decision and what rests on it."""

    template_name = "certification/decision.html"
    page_title = _("Quyết định")

    def get_edit_url(self) -> str | None:
        return super().get_edit_url() if can_change_decision(self.request.user, self.object) else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = self.object.entries.select_related("product", "product__producer", "correction")
        return super().get_context_data(
            **kwargs, entries=entries.with_state(on=timezone.localdate()).order_by("pk")
        )


class DecisionViewSet(ModelViewSet):
    model = Decision
    name = "quyet-dinh"
    icon = "doc-full"
    menu_label = _("Quyết định")
    index_view_class = DecisionIndex
    add_view_class = DecisionCreate
    edit_view_class = DecisionEdit
    delete_view_class = DecisionDelete
    inspect_view_class = DecisionInspect
    inspect_view_enabled = True
    inspect_view_fields = ["number", "decided_on", "authority", "tier", "province"]
    copy_view_enabled = False
    filterset_class = DecisionFilters
    search_fields = ["number", "authority_key"]
    list_per_page = 50
    list_display = [
        "label",
        _day_column("decided_on", _("Ngày ký")),
        Column("authority", label=_("Cơ quan ban hành"), sort_key="authority"),
        Column("tier", label=_("Cấp"), accessor="get_tier_display", sort_key="tier"),
        NumberColumn("entry_count", label=_("Số bản ghi"), sort_key="entry_count"),
    ]
    list_export = ["number", "decided_on", "authority", "tier", "province", "entry_count"]
    export_headings = {"entry_count": _("số bản ghi")}
    export_filename = "quyet-dinh"

    def get_form_class(self, for_update: bool = False) -> type[DecisionForm]:
        return DecisionForm


class CertificationGroup(ViewSetGroup):
    """First in the menu: where the programme office works."""

    menu_label = _("Chứng nhận")
    menu_icon = "ledger-star"
    menu_order = 100
    submenu_hook = "register_certification_menu_item"
    items = (ProductViewSet, EntryViewSet, DecisionViewSet)
