"""The officer's desk of one product: its whole ledger, and what may be entered."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from catalogue.certification import forms
from catalogue.certification.checks import show_score
from catalogue.certification.models import LedgerEntry, SourceFile
from catalogue.certification.permissions import can_read_ledger, can_record
from catalogue.certification.rules import grounds, rule_set_named
from catalogue.certification.status import CORRECTED, RECOGNISED, REPORTED, certificate_status, status_of
from catalogue.certification.wording import STATE_LABELS, describe
from catalogue.models import Product

ACTS: dict[str, tuple[str, Any, type[forms.LedgerForm]]] = {
    "cong-nhan": ("recognise", gettext_lazy("Ghi công nhận"), forms.RecognitionForm),
    "gia-han": ("extend", gettext_lazy("Ghi gia hạn"), forms.ExtensionForm),
    "thu-hoi": ("revoke", gettext_lazy("Ghi thu hồi"), forms.RevocationForm),
}
ICONS = {"cong-nhan": "plus", "gia-han": "date", "thu-hoi": "cross"}


def desk_address(product_id: int) -> str:
    """The address of a product's desk."""
    return reverse("certification:desk", args=[product_id])


class DeskMixin(WagtailAdminTemplateMixin):
    """One product and the person before it."""

    header_icon = "ledger-star"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        products = Product.objects.select_related("producer", "province", "commune", "commune__province")
        self.product = get_object_or_404(products, pk=self.product_id())

    def product_id(self) -> int:
        return self.kwargs["pk"]

    def get_page_subtitle(self) -> str:
        return self.product.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = [{"url": reverse("certification:index"), "label": _("Sản phẩm và sao")}]
        if self.page_title:
            trail.append({"url": desk_address(self.product.pk), "label": self.product.title})
            trail.append({"url": "", "label": self.get_page_title(), "sublabel": self.product.title})
        else:
            trail.append({"url": "", "label": self.product.title})
        return [*self.breadcrumbs_items, *trail]


class DeskView(DeskMixin, TemplateView):
    """Everything the ledger holds about a product, newest first, void entries included."""

    template_name = "certification/desk.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_read_ledger(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(
                label,
                url=reverse("certification:record", args=[self.product.pk, slug]),
                icon_name=ICONS[slug],
                priority=place,
            )
            for place, (slug, (act, label, _form)) in enumerate(ACTS.items(), 1)
            if can_record(self.request.user, act)
        ] + self._evaluate_button()

    def _evaluate_button(self) -> list[HeaderButton]:
        if not can_record(self.request.user, "evaluate"):
            return []
        address = reverse("rules:evaluate", args=[self.product.pk])
        return [HeaderButton(_("Ghi đánh giá"), url=address, icon_name="list-ol", priority=len(ACTS) + 1)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        entries = list(
            self.product.ledger_entries.select_related(
                "decision", "recorded_by", "source", "correction", "corrects"
            )
        )
        status = status_of(entries, on=today)
        return super().get_context_data(
            **kwargs,
            product=self.product,
            status=status,
            sentence=describe(status, today),
            entries=entries,
            today=today,
            rows=[told(entry, entries) for entry in entries],
            can_correct=can_record(self.request.user, "correct"),
        )


def told(entry: LedgerEntry, entries: list[LedgerEntry]) -> dict[str, Any]:
    """An entry as a row of the officers' table."""
    today = timezone.localdate()
    certificate = entry.kind in {RECOGNISED, REPORTED} and entry.is_standing
    return {
        "entry": entry,
        "state": STATE_LABELS[certificate_status(entry, entries, on=today).state] if certificate else "–",
        "score": "–" if entry.score is None else show_score(entry.score),
        "texts": _texts(entry),
        "can_be_corrected": entry.is_standing and entry.kind != CORRECTED,
    }


def _texts(entry: LedgerEntry) -> list[str]:
    """What else an entry says, each as a sentence or a phrase of its own."""
    ground, rules = grounds().get(entry.ground), rule_set_named(entry.rule_set)
    texts = [
        ground.name if ground else entry.ground,
        entry.claim_text,
        _scored(entry),
        entry.place_as_certified,
        entry.product_code,
        entry.note,
        _("Lý do: %(reason)s") % {"reason": entry.reason} if entry.reason else "",
        _("Ngoại lệ: %(reason)s") % {"reason": entry.accepted_reason} if entry.accepted_reason else "",
    ]
    if rules:
        texts.append(
            rules.name if rules.verified else _("%(rules)s (chưa kiểm chứng)") % {"rules": rules.name}
        )
    return [text for text in texts if text]


def _scored(entry: LedgerEntry) -> str:
    """The parts, and by how many criteria they were scored."""
    parts = ((name, getattr(entry, f"part_{name.lower()}")) for name in "ABC")
    told = [f"{name} {show_score(part)}" for name, part in parts if part is not None]
    if entry.criteria_points:
        told.append(_("chấm theo %(number)s tiêu chí") % {"number": len(entry.criteria_points)})
    return ", ".join(told)


class EnteringView(DeskMixin, FormView):
    """A form that writes one entry, or says why not."""

    template_name = "certification/record.html"
    act = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_record(request.user, self.act):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "product": self.product, "user": self.request.user}

    def form_valid(self, form: Form) -> HttpResponse:
        entry = form.record()
        if entry is None:
            messages.validation_error(self.request, _("Chưa ghi được: xem lý do bên dưới."), form)
            return self.form_invalid(form)
        messages.success(
            self.request, _("Đã ghi vào sổ: %(kind)s.") % {"kind": entry.get_kind_display().lower()}
        )
        return redirect(desk_address(self.product.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        status = status_of(self.product.ledger_entries.all(), on=today)
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "product": self.product,
            "sentence": describe(status, today),
            "media": context["form"].media,
            "action_url": self.request.path,
            "submit_button_label": _("Ghi vào sổ"),
            "submit_button_active_label": _("Đang ghi…"),
        }


class RecordView(EnteringView):
    """Recognise, extend or revoke: `slug` says which."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if kwargs["slug"] not in ACTS:
            raise Http404
        self.act, self.page_title, self.form_class = ACTS[kwargs["slug"]]
        super().setup(request, *args, **kwargs)


class CorrectView(EnteringView):
    """Make an entry void."""

    act = "correct"
    page_title = gettext_lazy("Đính chính")
    form_class = forms.CorrectionForm

    def product_id(self) -> int:
        self.entry = get_object_or_404(LedgerEntry.objects.select_related("decision"), pk=self.kwargs["pk"])
        return self.entry.product_id

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "entry": self.entry}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = list(self.product.ledger_entries.select_related("decision", "correction"))
        return super().get_context_data(**kwargs, row=told(self.entry, entries))


class SourceFileView(View):
    """The original file, as it was handed in, for those who may see it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("certification.view_sourcefile"):
            raise PermissionDenied
        source = get_object_or_404(SourceFile, pk=pk)
        return FileResponse(source.file.open(), as_attachment=True, filename=source.name)


__all__ = ["ACTS", "CorrectView", "DeskView", "RecordView", "SourceFileView", "desk_address", "told"]
