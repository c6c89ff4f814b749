"""The renewal calendar: products by step, province and producer; the address keeps the view."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.permission_policies import ModelPermissionPolicy

from catalogue.certification import views
from catalogue.certification.back_office.listing import STARS, dash, day_column
from catalogue.certification.checks import show_day
from catalogue.certification.models import LedgerEntry
from catalogue.certification.status import RECOGNISED
from catalogue.models import Product
from catalogue.producers.models import Producer
from catalogue.programme.models import RenewalNotice
from catalogue.programme.renewals import count_steps, renewals_due
from catalogue.programme.steps import FAR, STEP_LABELS, FilingWindow, Step, filing_window
from storefront.officer_lists import OfficerList
from storefront.places.models import Province


def producers_concerned(_request: Any) -> QuerySet[Producer]:
    """Producers with a certificate that ended or ends within 180 days."""
    last = timezone.localdate() + timedelta(days=FAR)
    ending = LedgerEntry.objects.filter(kind=RECOGNISED, valid_to__lte=last)
    return Producer.objects.filter(pk__in=ending.values("product__producer"))


class RenewalFilters(WagtailFilterSet):
    step = django_filters.ChoiceFilter(
        choices=[(step.value, STEP_LABELS[step]) for step in Step], label=_("Mốc")
    )
    star = django_filters.ChoiceFilter(choices=STARS, label=_("Hạng sao"))
    province = django_filters.ModelChoiceFilter(queryset=Province.objects.all(), label=_("Tỉnh, thành phố"))
    producer = django_filters.ModelChoiceFilter(queryset=producers_concerned, label=_("Chủ thể"))

    class Meta:
        model = Product
        fields = ["step", "star", "province", "producer"]


class CalendarView(OfficerList):
    """Whose star ends within 180 days, or has ended and was not given anew."""

    model = Product
    permission_policy = ModelPermissionPolicy(LedgerEntry)
    any_permission_required = ["view"]
    page_title = _("Lịch gia hạn")
    header_icon = "calendar-alt"
    index_url_name = "programme:calendar"
    index_results_url_name = "programme:calendar_results"
    results_template_name = "programme/calendar_results.html"
    folded = ("name_folded", "producer__name_folded")
    search_fields = ["name_folded"]
    filterset_class = RenewalFilters
    paginate_by = 50
    export_filename = "lich-gia-han"
    list_export = ["title", "producer", "province", "star", "ends_on", "opens", "closes", "step", "told_at"]
    export_headings = {
        "star": _("sao"),
        "ends_on": _("hết hạn ngày"),
        "opens": _("nộp hồ sơ từ"),
        "closes": _("nộp hồ sơ đến"),
        "step": _("mốc"),
        "told_at": _("đã gửi thư lúc"),
    }

    def get_base_queryset(self) -> QuerySet:
        told = RenewalNotice.objects.filter(entry=OuterRef("certificate"), step=OuterRef("step"))
        due = renewals_due(on=timezone.localdate()).select_related("producer", "province")
        return due.annotate(told_at=Subquery(told.values("sent_at")[:1]))

    @property
    def columns(self) -> list[Column]:
        today = timezone.localdate()
        window = filing_window(today)
        return [
            TitleColumn(
                "title",
                label=_("Sản phẩm"),
                sort_key="name_folded",
                get_url=lambda product: views.desk_address(product.pk),
            ),
            Column("producer", label=_("Chủ thể"), accessor="producer", sort_key="producer__name_folded"),
            Column(
                "province",
                label=_("Tỉnh"),
                accessor=lambda p: dash(p.province),
                sort_key="province__name_folded",
            ),
            NumberColumn("star", label=_("Sao"), accessor="star", sort_key="star"),
            day_column("ends_on", _("Hết hạn ngày")),
            NumberColumn("left", label=_("Còn (ngày)"), accessor=lambda p: _left(p, today)),
            Column("window", label=_("Nộp hồ sơ"), accessor=lambda p: _filing(p, window)),
            Column("step", label=_("Mốc"), accessor=lambda p: STEP_LABELS[Step(p.step)]),
            Column(
                "told",
                label=_("Thư nhắc"),
                accessor=lambda p: show_day(timezone.localdate(p.told_at)) if p.told_at else dash(_told(p)),
            ),
        ]

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """Nearest end first; what is overdue comes after, the latest first."""
        if self.request.GET.get("ordering"):
            return super().order_queryset(queryset)
        late = Case(When(step=Step.OVERDUE.value, then=Value(1)), default=Value(0))
        ahead = Case(When(step=Step.OVERDUE.value, then=Value(None)), default=F("ends_on"))
        return queryset.order_by(late, ahead, "-ends_on", "name_folded", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        counts = count_steps(self._before_step())
        chosen = self.request.GET.get("step", "")
        tabs = [Step.DAYS_30, Step.DAYS_120, Step.DAYS_180, Step.OVERDUE]
        context["tabs"] = [
            {
                "label": _("Tất cả"),
                "count": sum(counts.values()),
                "query": self._query(""),
                "current": not chosen,
            },
            *(
                {
                    "label": STEP_LABELS[step],
                    "count": counts[step],
                    "query": self._query(step.value),
                    "current": chosen == step.value,
                }
                for step in tabs
            ),
        ]
        context["window"] = filing_window(timezone.localdate())
        return context

    def to_row_dict(self, item: Product) -> dict[str, Any]:
        window = filing_window(timezone.localdate())
        item.opens, item.closes = window.dates(item.ends_on) if window else (None, None)
        return {**super().to_row_dict(item), "step": str(STEP_LABELS[Step(item.step)])}

    def get_add_url(self) -> None:
        return None

    def get_edit_url(self, instance: Product) -> None:
        return None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def _before_step(self) -> QuerySet:
        """What is listed, whatever its step."""
        asked = self.request.GET.copy()
        asked.pop("step", None)
        chosen = RenewalFilters(asked, queryset=renewals_due(on=timezone.localdate()), request=self.request)
        return self.search_queryset(chosen.qs)

    def _query(self, step: str) -> str:
        asked = self.request.GET.copy()
        for name in ("step", "p", "_w_filter_fragment", "export"):
            asked.pop(name, None)
        if step:
            asked["step"] = step
        return asked.urlencode()


def _left(product: Product, today: date) -> str:
    """Days left, or by how many the end was missed."""
    left = (product.ends_on - today).days
    return str(left) if left > 0 else _now("quá %(days)s") % {"days": -left}


def _filing(product: Product, window: FilingWindow | None) -> str:
    """When the file is handed in; nothing once the star has ended."""
    if window is None or product.step == Step.OVERDUE:
        return "–"
    return " – ".join(map(show_day, window.dates(product.ends_on)))


def _told(product: Product) -> str:
    """Why nobody was told, where that will stay so."""
    return "" if product.producer and product.producer.email else str(_("không có thư điện tử"))
