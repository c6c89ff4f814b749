"""Complaints in the back office: found by filter, read, sent on, answered, closed; never rewritten."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from catalogue.producers.models import Producer
from storefront.audit import Line, log_line
from storefront.complaints.forms import WordForm
from storefront.complaints.lifecycle import AWAITING, Party, State, moves_open_to
from storefront.complaints.models import Complaint, ComplaintFile, Kind
from storefront.complaints.views import file_answer, make_move
from storefront.errors import DomainError
from storefront.officer_lists import OfficerList

MAY_READ, MAY_ANSWER = "complaints.view_complaint", "complaints.change_complaint"
READ_ACTION = "complaints.read"


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Words once sent are not edited; answers go through the complaint's own page."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(Complaint, ReadOnlyPolicy(Complaint))


class ComplaintFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(choices=State.choices, label=_("Trạng thái"))
    kind = django_filters.ChoiceFilter(choices=Kind.choices, label=_("Về việc"))
    producer = django_filters.ModelChoiceFilter(queryset=Producer.objects.all(), label=_("Chủ thể"))
    waiting = django_filters.ChoiceFilter(
        label=_("Hạn trả lời"),
        method="by_deadline",
        choices=[("qua-han", _("Quá hạn")), ("con-han", _("Còn hạn"))],
    )

    class Meta:
        model = Complaint
        fields = {"received_at": ["date__gte", "date__lte"]}

    def by_deadline(self, complaints: QuerySet, _name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        if value == "qua-han":
            return complaints.overdue(today)
        return complaints.filter(state__in=AWAITING, due_on__gte=today)


def _due(complaint: Complaint) -> Any:
    day = date_format(complaint.due_on, "d/m/Y")
    if complaint.is_overdue:
        return format_html('<span class="w-status w-status--critical">{} {}</span>', _now("Quá hạn"), day)
    return day if complaint.state in AWAITING else "–"


class ComplaintIndex(OfficerList):
    """No name, telephone or text here: those are read one by one, and the reading is noted."""

    folded = ("producer__name_folded", "product__name_folded")
    exact = ("number", "order__number")
    default_ordering = "-received_at"

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("producer", "product", "order", "entry")


class ComplaintInspect(generic.InspectView):
    """One complaint with its thread and what can be done now. Reading it is noted: it tells names and telephones."""

    page_title = _("Khiếu nại")
    template_name = "complaints/back_office/inspect.html"
    form: WordForm | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        complaint = self.object
        if self.request.method == "GET":
            log_line(Line(about=complaint, action=READ_ACTION, by=self.request.user))
        may_answer = self.request.user.has_perm(MAY_ANSWER)
        return super().get_context_data(
            events=complaint.events.prefetch_related("files", "by"),
            moves=moves_open_to(Party.OFFICE, complaint.state) if may_answer else [],
            producers=Producer.objects.only("pk", "name", "name_folded"),
            **kwargs,
        )


class OfficeForm(WordForm):
    """The office's word, with the producer who is to answer."""

    producer = forms.ModelChoiceField(queryset=Producer.objects.all(), required=False)


class MoveView(View):
    """What the office does with a complaint."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(MAY_ANSWER):
            raise PermissionDenied
        complaint = get_object_or_404(Complaint, pk=pk)
        form = OfficeForm(request.POST, request.FILES)
        try:
            if not form.is_valid():
                told = [error for errors in form.errors.values() for error in errors]
                raise DomainError(" ".join(map(str, told)), code="form-invalid")
            chosen = form.cleaned_data["producer"]
            make_move(complaint, form, party=Party.OFFICE, by=request.user, producer=chosen)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _now("Đã ghi và báo cho các bên."))
        return redirect(reverse("khieu-nai:inspect", args=[pk]))


class FileView(View):
    """A file of a complaint, for whoever may read complaints."""

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        if not request.user.has_perm(MAY_READ):
            raise PermissionDenied
        return file_answer(get_object_or_404(ComplaintFile, pk=file, event__complaint=pk))


class ComplaintViewSet(ModelViewSet):
    model = Complaint
    name = "khieu-nai"
    icon = "warning"
    menu_label = _("Khiếu nại")
    menu_order = 210
    add_to_admin_menu = True
    index_view_class = ComplaintIndex
    inspect_view_class = ComplaintInspect
    inspect_template_name = ComplaintInspect.template_name
    inspect_view_enabled = True
    inspect_view_fields = ["number", "state", "due_on"]
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = ComplaintFilters
    list_display = [
        "number",
        Column("kind", label=_("Về việc"), accessor="get_kind_display", sort_key="kind"),
        Column("state", label=_("Trạng thái"), accessor="get_state_display", sort_key="state"),
        Column("due_on", label=_("Hạn trả lời"), accessor=_due, sort_key="due_on"),
        Column("producer", label=_("Chủ thể"), accessor="producer", sort_key="producer__name_folded"),
        Column("product", label=_("Sản phẩm"), accessor="product", sort_key="product__name_folded"),
        Column("order", label=_("Đơn"), accessor="order.number", sort_key="order__number"),
        Column(
            "received_at",
            label=_("Nhận lúc"),
            accessor=lambda complaint: date_format(timezone.localtime(complaint.received_at), "H:i d/m/Y"),
            sort_key="received_at",
        ),
    ]
    list_export = [
        "number",
        "kind",
        "state",
        "received_at",
        "due_on",
        "sent_at",
        "closed_at",
        "producer",
        "product",
        "order.number",
        "entry_id",
    ]
    export_headings = {"order.number": _("Đơn"), "entry_id": _("Số chứng nhận")}
    export_filename = "khieu-nai"
    search_fields = ["number", "order__number", "producer__name_folded"]
    form_fields = ["kind"]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/viec/", MoveView.as_view(), name="move"),
            path("<int:pk>/tep/<int:file>/", FileView.as_view(), name="file"),
        ]
