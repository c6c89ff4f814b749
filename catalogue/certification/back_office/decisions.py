"""Decisions and what rests on each; changed only while nothing does."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from catalogue.certification.back_office.decision_pages import AttachView, DecisionInspect, DownloadView
from catalogue.certification.back_office.listing import dash, day_column
from catalogue.certification.forms import DecisionForm
from catalogue.certification.ledger import get_or_create_decision
from catalogue.certification.models import Decision, LedgerEntry
from storefront.officer_lists import OfficerList


class DecisionFilters(WagtailFilterSet):
    class Meta:
        model = Decision
        fields = {"tier": ["exact"], "province": ["exact"], "decided_on": ["gte", "lte"]}


class DecisionIndex(OfficerList):
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
        day_column("decided_on", _("Ngày ký")),
        Column("authority", label=_("Cơ quan ban hành"), sort_key="authority"),
        Column("tier", label=_("Cấp"), accessor="get_tier_display", sort_key="tier"),
        Column(
            "province",
            label=_("Tỉnh, thành phố"),
            accessor=lambda decision: dash(decision.province),
            sort_key="province__name_folded",
        ),
        NumberColumn("entry_count", label=_("Số bản ghi"), sort_key="entry_count"),
    ]
    list_export = ["number", "decided_on", "authority", "tier", "province", "entry_count"]
    export_headings = {"entry_count": _("số bản ghi")}
    export_filename = "quyet-dinh"

    def get_form_class(self, for_update: bool = False) -> type[DecisionForm]:
        return DecisionForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/tep/", AttachView.as_view(), name="attach"),
            path("<int:pk>/tep/<int:file>/", DownloadView.as_view(), name="file"),
        ]
