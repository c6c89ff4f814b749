"""Products by their star of today; each leads to its desk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from catalogue.certification import views
from catalogue.certification.back_office.listing import STARS, dash, day_column
from catalogue.certification.checks import show_day
from catalogue.certification.managers import certified, with_states
from catalogue.certification.models import LedgerEntry
from catalogue.certification.permissions import can_read_ledger
from catalogue.certification.rules import add_months
from catalogue.certification.status import State
from catalogue.certification.wording import STATE_LABELS
from catalogue.models import Category, Product
from storefront.days import AskedDay, read_day
from storefront.officer_lists import OfficerList, list_addresses, shown_to
from storefront.places.models import Province

#: In force or extended: what the state filter calls having a star.
WITH_STAR = "with_star"
PRODUCT_STATES = [(state.value, STATE_LABELS[state]) for state in State if state != State.SUPERSEDED]


class ProductFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        method="by_state",
        choices=[(WITH_STAR, _("Đang có sao")), *PRODUCT_STATES],
        label=_("Tình trạng"),
    )
    star = django_filters.ChoiceFilter(field_name="star_now", choices=STARS, label=_("Sao đang có hiệu lực"))
    ends_before = django_filters.ChoiceFilter(
        method="ends_within",
        label=_("Hết hạn trong"),
        choices=[(30, _("30 ngày")), (120, _("120 ngày")), (180, _("180 ngày"))],
    )
    ends_month = django_filters.CharFilter(
        method="ends_in_month",
        label=_("Hết hạn trong tháng"),
        widget=forms.TextInput(attrs={"type": "month"}),
    )
    province = django_filters.ModelChoiceFilter(
        queryset=Province.objects.all(), label=_("Tỉnh, thành phố"), null_label=_("Chưa rõ tỉnh")
    )
    group = django_filters.ModelChoiceFilter(
        method="in_group", queryset=Category.objects.filter(depth=1), label=_("Ngành")
    )

    ngay = django_filters.DateFilter(
        method="on",
        label=_("Tính đến ngày"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    class Meta:
        model = Product
        fields = ["ngay", "state", "star", "ends_before", "ends_month", "province", "group", "illustrative"]

    def on(self, queryset: QuerySet, _name: str, _value: date) -> QuerySet:
        """The list itself is made for that day."""
        return queryset

    def by_state(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Products in that state today; "with_star" is in force or extended."""
        if value == WITH_STAR:
            return queryset.filter(star_now__isnull=False)
        return queryset.filter(certification_state=value)

    def in_group(self, queryset: QuerySet, _name: str, value: Category) -> QuerySet:
        """Products whose first group is this one or lies below it."""
        first = Category.objects.filter(product=OuterRef("pk")).order_by("path").values("path")[:1]
        return queryset.annotate(group_path=Subquery(first)).filter(group_path__startswith=value.path)

    def ends_in_month(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Products in force whose star ends in that month ("2027-03")."""
        try:
            month = date.fromisoformat(f"{value}-01")
            after = add_months(month, 1)
        except ValueError:
            return queryset.none()
        return queryset.filter(certified_until__gte=month, certified_until__lt=after)

    def ends_within(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Products in force whose star ends within that many days."""
        day = read_day(self.data.get("ngay", ""), today=timezone.localdate()).on
        last = day + timedelta(days=int(value))
        return queryset.filter(certified_until__lte=last)


class ProductIndex(OfficerList):
    """Every product with its star of today; a click leads to its ledger."""

    model = Product
    permission_policy = ModelPermissionPolicy(LedgerEntry)
    any_permission_required = ["view"]
    page_title = _("Sản phẩm và sao")
    header_icon = "ledger-star"
    folded = ("name_folded", "producer__name_folded")
    export_words = {"certification_state": STATE_LABELS}
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

    @cached_property
    def day(self) -> AskedDay:
        """The day `?ngay=` asks about."""
        return read_day(self.request.GET.get("ngay", ""), today=timezone.localdate())

    def get_page_subtitle(self) -> str:
        return "" if self.day.is_today else _now("tính đến %(day)s") % {"day": show_day(self.day.on)}

    def get_base_queryset(self) -> QuerySet:
        today = self.day.on
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
                label=_("Tình trạng"),
                accessor=lambda product: STATE_LABELS[State(product.certification_state)],
                sort_key="certification_state",
            ),
            NumberColumn("star", label=_("Sao"), accessor=lambda p: dash(p.star_now), sort_key="star_now"),
            day_column("last_day", _("Hết hạn ngày")),
        ]

    def get_add_url(self) -> None:
        return None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Sản phẩm và sao")}]


class ProductViewSet(ViewSet):
    """Products, each with its desk."""

    name = "chung-nhan"
    url_namespace = "certification"
    icon = "ledger-star"
    menu_label = _("Sản phẩm và sao")
    menu_item_class = shown_to(can_read_ledger)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *list_addresses(self, ProductIndex),
            path("<int:pk>/", views.DeskView.as_view(), name="desk"),
            path("<int:pk>/<slug:slug>/", views.RecordView.as_view(), name="record"),
            path("ban-ghi/<int:pk>/dinh-chinh/", views.CorrectView.as_view(), name="correct"),
            path("tep-goc/<int:pk>/", views.SourceFileView.as_view(), name="source"),
        ]
