"""One dossier as page, PDF and ZIP; the doors differ only in whom they let in (`desk` and `own`)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.functional import cached_property

from catalogue.certification.models import LedgerEntry
from storefront.evidence.archive import zip_pieces
from storefront.evidence.dossier import Dossier, gather, ledger_of
from storefront.evidence.forms import PeriodForm
from storefront.evidence.period import today_here, usual_period
from storefront.evidence.report import draw_report

#: The paper is Vietnamese whatever the language of the reader's pages.
PAPER_LANGUAGE = "vi"
PAGE, PDF, ZIP = "", "pdf", "zip"


class DossierMixin:
    """Reads the period from the address and the dossier from the records; `product` comes from the door."""

    request: HttpRequest
    product: Any

    @cached_property
    def entries(self) -> list[LedgerEntry]:
        return ledger_of(self.product)

    @cached_property
    def form(self) -> PeriodForm:
        usual = usual_period(self.product, self.entries, today=today_here())
        return PeriodForm(self.request.GET, usual=usual)

    def dossier(self) -> Dossier:
        """The dossier of the period asked for; only while `form` is valid."""
        return gather(self.product, self.form.period(), entries=self.entries, at=timezone.now())

    def file(self, kind: str) -> HttpResponseBase:
        """The dossier as a PDF or a ZIP, in Vietnamese."""
        with translation.override(PAPER_LANGUAGE):
            dossier = self.dossier()
            report = draw_report(dossier)
        name = f"{dossier.file_stem}.{kind}"
        response: HttpResponseBase
        if kind == ZIP:
            response = StreamingHttpResponse(zip_pieces(dossier, report), content_type="application/zip")
        else:
            response = HttpResponse(report, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response

    def answer(self, kind: str, page: Any) -> HttpResponseBase:
        """The file asked for, or `page()`; a period that is none gives the page with its error and status 400."""
        if self.form.is_valid():
            return self.file(kind) if kind else page()
        response = page()
        response.status_code = 400
        return response

    def page_context(self) -> dict[str, Any]:
        """What both doors' pages show."""
        dossier = self.dossier() if self.form.is_valid() else None
        return {"product": self.product, "form": self.form, "dossier": dossier}
