"""One decision in full: facts, its signed file, and every entry that rests on it, to read or to take away."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views import generic

from catalogue.certification.decision_files import DecisionFile, attach_file
from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.permissions import can_change_decision
from catalogue.certification.wording import entry_state
from storefront.table_files import table_file

MAY_READ, MAY_ATTACH = "certification.view_decision", "certification.change_decision"


class DecisionFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Bản ký hoặc bản quét"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text=gettext_lazy("PDF, JPG hoặc PNG, nhiều nhất 20 MB."),
    )


class DecisionInspect(generic.InspectView):
    """A decision and what rests on it; `?export=csv|xlsx` gives the entries as a file."""

    template_name = "certification/decision.html"
    page_title = gettext_lazy("Quyết định")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = request.GET.get("export", "")
        if not kind:
            return super().get(request, *args, **kwargs)
        lines = entry_lines(self.entries())
        return table_file(lines, kind=kind, name=f"quyet-dinh-{self.object.pk}", title=_("Bản ghi"))

    def get_fields_context(self) -> list[dict[str, Any]]:
        """Only what is known: a decision of a ministry has no province."""
        return [field for field in super().get_fields_context() if field["value"] not in (None, "")]

    def get_edit_url(self) -> str | None:
        return super().get_edit_url() if can_change_decision(self.request.user, self.object) else None

    def entries(self) -> QuerySet[LedgerEntry]:
        entries = self.object.entries.select_related("product__producer", "correction", "source", "decision")
        return entries.with_state(on=timezone.localdate()).order_by("pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = list(self.entries())
        user = self.request.user
        return super().get_context_data(
            **kwargs,
            entries=entries,
            counts=count_kinds(entries),
            files=self.object.files.select_related("uploaded_by"),
            file_form=DecisionFileForm() if user.has_perm(MAY_ATTACH) else None,
            sees_sources=user.has_perm("certification.view_sourcefile"),
        )


def count_kinds(entries: list[LedgerEntry]) -> list[tuple[str, int]]:
    """How many entries of each kind stand, and how many were corrected away; only what there is."""
    standing = Counter(entry.get_kind_display() for entry in entries if entry.is_standing)
    void = sum(not entry.is_standing for entry in entries)
    return [*standing.items(), *([(_("Đã đính chính"), void)] if void else [])]


def entry_lines(entries: QuerySet[LedgerEntry]) -> list[list[Any]]:
    """Headings and one line for each entry, void ones included and named so."""
    heads = [
        _("Số bản ghi"),
        _("Sản phẩm"),
        _("Chủ thể"),
        _("Loại"),
        _("Ngày"),
        _("Sao"),
        _("Có hiệu lực từ"),
        _("Hết hạn ngày"),
        _("Tình trạng hôm nay"),
        _("Nơi làm ra khi công nhận"),
        _("Tệp gốc"),
        _("Dòng"),
    ]
    return [heads, *(_line(entry) for entry in entries)]


def _line(entry: LedgerEntry) -> list[Any]:
    producer = entry.product.producer
    return [
        entry.pk,
        entry.product.title,
        producer.name if producer else "",
        str(entry.get_kind_display()),
        entry.effective_on,
        entry.star,
        entry.valid_from,
        entry.valid_to,
        str(entry_state(entry)),
        entry.place_as_certified,
        entry.source.name if entry.source else "",
        entry.source_row,
    ]


class AttachView(View):
    """Keep a signed copy beside the decision."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(MAY_ATTACH):
            raise PermissionDenied
        decision = get_object_or_404(Decision, pk=pk)
        form = DecisionFileForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                kept = attach_file(decision, form.cleaned_data["file"], by=request.user)
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            else:
                messages.success(request, _("Đã lưu tệp %(name)s.") % {"name": kept.name})
        else:
            messages.error(request, " ".join(form.errors["file"]))
        return redirect(reverse("quyet-dinh:inspect", args=[pk]))


class DownloadView(View):
    """The signed copy, never shown inline."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int, file: int) -> FileResponse:
        if not request.user.has_perm(MAY_READ):
            raise PermissionDenied
        kept = get_object_or_404(DecisionFile, pk=file, decision=pk)
        return FileResponse(
            kept.file.open("rb"),
            as_attachment=True,
            filename=kept.name,
            content_type="application/octet-stream",
        )
