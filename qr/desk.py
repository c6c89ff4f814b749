"""Views of the label desk that are more than lists."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from catalogue.models import Product
from qr import codes
from qr.errors import CodeError, LabelError
from qr.forms import LabelSheetForm, RetireForm
from qr.labels import MAX_LABELS
from qr.models import Code, LabelBatch
from qr.permissions import can_issue_codes, can_print_labels, can_retire_codes
from qr.printing import print_labels, prints_a_local_address, reprint
from qr.statistics import bars_of, scans_by_day


class DeskView(WagtailAdminTemplateMixin, ABC):
    """A page of the desk: only for those whom `allowed` lets in, below the list of codes."""

    header_icon = "qr"

    @abstractmethod
    def allowed(self, user: Any) -> bool:
        """Whether the page is for `user`."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.allowed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("ma-qr:index"), "label": _("Mã QR")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]


class CodeView(generic.InspectView):
    """One code: its symbol, its address, and how often it was scanned."""

    any_permission_required = ["view", "add", "change"]
    template_name = "qr/admin/code.html"
    page_title = gettext_lazy("Mã QR")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if self.object.state == Code.State.RETIRED or not can_retire_codes(self.request.user):
            return []
        return [
            HeaderButton(
                _("Ngừng mã này"), url=reverse("ma-qr:retire", args=[self.object.pk]), icon_name="cross"
            )
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = scans_by_day(self.object, today=timezone.localdate())
        return super().get_context_data(
            days=days,
            bars=bars_of(days),
            most=max(day.scans for day in days),
            scans=sum(day.scans for day in days),
            repeats=sum(day.repeats for day in days),
            bots=sum(day.bots for day in days),
            can_print=can_print_labels(self.request.user),
            **kwargs,
        )


class IssueView(DeskView, TemplateView):
    """A code for every listed product that has none, in one step."""

    template_name = "qr/admin/issue.html"
    page_title = gettext_lazy("Cấp mã còn thiếu")

    def allowed(self, user: Any) -> bool:
        return can_issue_codes(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = Product.objects.listed()
        missing = listed.exclude(codes__state=Code.State.ACTIVE)
        return super().get_context_data(listed=listed.count(), missing=missing.count(), **kwargs)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        issued = codes.issue_missing(Product.objects.listed().order_by("name_folded", "pk"), by=request.user)
        count = len(issued)
        messages.success(request, ngettext("Đã cấp %d mã mới.", "Đã cấp %d mã mới.", count) % count)
        return redirect("ma-qr:index")


class RetireView(DeskView, FormView):
    """Stop printing one code, with the reason people will read."""

    template_name = "qr/admin/retire.html"
    form_class = RetireForm
    page_title = gettext_lazy("Ngừng mã")

    def allowed(self, user: Any) -> bool:
        return can_retire_codes(user)

    @cached_property
    def code(self) -> Code:
        return get_object_or_404(Code.objects.select_related("product"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.code.code

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(code=self.code, **kwargs)

    def form_valid(self, form: RetireForm) -> HttpResponse:
        try:
            codes.retire_code(self.code, reason=form.cleaned_data["reason"], by=self.request.user)
        except CodeError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(
            self.request, _("Mã %(code)s đã ngừng. Trang của mã vẫn trả lời.") % {"code": self.code}
        )
        return redirect("ma-qr:inspect", self.code.pk)


class LabelSheetView(DeskView, FormView):
    """Choose products and a sheet, get the PDF."""

    template_name = "qr/admin/sheet.html"
    form_class = LabelSheetForm
    page_title = gettext_lazy("In tem")
    header_icon = "qr-print"

    def allowed(self, user: Any) -> bool:
        return can_print_labels(user)

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        products = [pk for pk in asked.getlist("products") if pk.isdigit()]
        scope = "picked" if products else "producer" if asked.get("producer", "").isdigit() else "listed"
        return {"scope": scope, "products": products, "producer": asked.get("producer", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            listed=Product.objects.listed().count(),
            most=MAX_LABELS,
            local_address=prints_a_local_address(),
            **kwargs,
        )

    def form_valid(self, form: LabelSheetForm) -> HttpResponse:
        try:
            batch, content = print_labels(form.chosen_products(), form.sheet_options(), by=self.request.user)
        except (LabelError, CodeError) as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.form_invalid(form)
        return _pdf(batch, content)


class ReportView(generic.EditView):
    """What somebody reported, and what was done about it."""

    template_name = "qr/admin/report.html"


def reprint_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """An earlier sheet once more."""
    if not can_print_labels(request.user):
        raise PermissionDenied
    batch = get_object_or_404(LabelBatch, pk=pk)
    try:
        return _pdf(batch, reprint(batch))
    except LabelError as error:
        messages.error(request, str(error))
        return redirect("lan-in-tem:index")


def _pdf(batch: LabelBatch, content: bytes) -> HttpResponse:
    name = f"tem-qr-{timezone.localtime(batch.made_at):%Y%m%d-%H%M}-{batch.label_count}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
