"""The officer's page "Thu hồi theo quyết định": facts, preview, confirm."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from catalogue.certification import ledger
from catalogue.certification.decisions import authority_key, normalise_authority, normalise_number
from catalogue.certification.errors import LedgerError
from catalogue.certification.forms import CALLER
from catalogue.certification.ledger.batches import BatchRefusedError, BatchRevocation
from catalogue.certification.ledger.deciding import refuse_future_decision
from catalogue.certification.models import Decision
from catalogue.certification.permissions import can_record
from catalogue.models import Product
from catalogue.programme.forms import BatchRevocationForm

#: Ledger refusals about the whole batch, and the field they belong to.
FIELDS = {"decision": "number", "tier": "tier", "decided_on": "decided_on", "ground": "ground"}


class BatchRevocationView(WagtailAdminTemplateMixin, FormView):
    """Nothing is written before the officer has seen what would be."""

    template_name = "programme/revoke.html"
    preview_template = "programme/revoke_preview.html"
    form_class = BatchRevocationForm
    page_title = gettext_lazy("Thu hồi theo quyết định")
    header_icon = "cross"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_record(request.user, "revoke"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "media": context["form"].media}

    def form_valid(self, form: BatchRevocationForm) -> HttpResponse:
        step = self.request.POST.get("step", "preview")
        if step == "edit":
            return self.render_to_response(self.get_context_data(form=form))
        try:
            if step == "confirm" and self._is_agreed(form):
                return self._done(self._revoke(form), unknown=sum(bool(line.problem) for line in form.lines))
            return self._preview(form)
        except BatchRefusedError as refusal:
            messages.error(self.request, str(refusal.message))
            return self._preview(form)
        except LedgerError as refusal:
            field = FIELDS.get(refusal.field)
            form.add_error(field, str(refusal.message))
            return self.form_invalid(form)

    def form_invalid(self, form: BatchRevocationForm) -> HttpResponse:
        if self.request.POST.get("step") != "edit":
            messages.validation_error(self.request, _("Chưa xem trước được: xem lý do bên dưới."), form)
        return super().form_invalid(form)

    def _is_agreed(self, form: BatchRevocationForm) -> bool:
        """Whether the officer may go on: something is chosen, and lines without a product were accepted."""
        if not self._confirmed(form):
            messages.error(self.request, _("Chưa chọn sản phẩm nào để thu hồi."))
            return False
        if any(line.problem for line in form.lines) and not self._accepts_good():
            messages.error(self.request, _("Chưa thu hồi sản phẩm nào: có dòng không rõ là sản phẩm nào."))
            return False
        return True

    def _accepts_good(self) -> bool:
        return self.request.POST.get("accept_good") == "1"

    def _confirmed(self, form: BatchRevocationForm) -> list[Product]:
        """The products of the list that the officer saw and left ticked."""
        seen = set(self.request.POST.getlist("products"))
        return [product for product in form.products if str(product.pk) in seen]

    @transaction.atomic
    def _revoke(self, form: BatchRevocationForm) -> BatchRevocation:
        told = form.cleaned_data
        decision = ledger.get_or_create_decision(**_decision_facts(told))
        return ledger.revoke_many(
            self._confirmed(form),
            **_revocation_facts(told),
            decision=decision,
            accept_good=self._accepts_good(),
            by=self.request.user,
            caller=CALLER,
        )

    def _done(self, batch: BatchRevocation, *, unknown: int) -> HttpResponse:
        refused = len(batch.refused) + unknown
        words = {"new": len(batch.entries), "old": len(batch.present), "refused": refused}
        messages.success(
            self.request,
            _("Đã thu hồi %(new)s sản phẩm; %(old)s đã ghi từ trước, %(refused)s dòng bị từ chối.") % words,
        )
        first = next(iter([*batch.entries, *batch.present]), None)
        if first is None:
            return redirect("programme:revoke")
        return redirect("quyet-dinh:inspect", first.decision_id)

    def _preview(self, form: BatchRevocationForm) -> HttpResponse:
        told = form.cleaned_data
        decision = decision_told(**_decision_facts(told))
        planned = ledger.plan_revocations(form.products, **_revocation_facts(told), decision=decision)
        good = [one for one in planned if one.fields]
        refused = [one for one in planned if one.refusal]
        problems = [line for line in form.lines if line.problem]
        context = self.get_context_data(
            form=form,
            decision=decision,
            ground=dict(form.fields["ground"].choices)[told["ground"]],
            good=good,
            present=[one for one in planned if one.present],
            refused=refused,
            problems=problems,
            refused_count=len(refused) + len(problems),
            unticked=self._unticked(),
        )
        self.template_name = self.preview_template
        return self.render_to_response(context)

    def _unticked(self) -> set[int]:
        """What the officer had unticked when the page is shown once more."""
        asked = self.request.POST
        if asked.get("step") != "confirm":
            return set()
        seen = {int(pk) for pk in asked.getlist("shown") if pk.isdigit()}
        return seen - {int(pk) for pk in asked.getlist("products") if pk.isdigit()}


def decision_told(**facts: Any) -> Decision:
    """The decision of these facts: the one in the register, or one not saved. Raises LedgerError."""
    number, authority = normalise_number(facts["number"]), normalise_authority(facts["authority"])
    found = Decision.objects.filter(
        number=number, decided_on=facts["decided_on"], authority_key=authority_key(authority)
    ).first()
    if found is not None and found.tier == facts["tier"]:
        return found
    if found is not None:
        # The register knows it with another tier: let the ledger say so in its own words.
        return ledger.get_or_create_decision(**facts)
    refuse_future_decision(facts["decided_on"])
    return Decision(**{**facts, "number": number, "authority": authority})


def _decision_facts(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in BatchRevocationForm.about_decision}


def _revocation_facts(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in BatchRevocationForm.about_revocation}
