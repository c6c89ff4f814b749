"""Money as banks tell of it: handing in a statement, and placing transfers nobody could place."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.importing.limits import LARGEST_FILE
from storefront.errors import DomainError
from storefront.payment.sources import balances_of
from storefront.portal.doors import ProducersOnly
from storefront.transfers.models import BankTransfer
from storefront.transfers.receiving import assign_transfer, ignore_transfer, orders_like
from storefront.transfers.statements import ImportedStatement, import_statement

_PAGE = 20
_Outcome = BankTransfer.Outcome
#: What a person should look at: everything but the plain cases.
WAITING = (_Outcome.UNMATCHED, _Outcome.PARTIAL, _Outcome.OVER, _Outcome.DOUBLE, _Outcome.LATE)
_TONES = {
    _Outcome.EXACT: "",
    _Outcome.IGNORED: "off",
    _Outcome.UNMATCHED: "alarm",
}


class TransferListView(ProducersOnly):
    """Transfers by what they did; first those nobody could place."""

    here = "money"

    def get(self, request: HttpRequest) -> HttpResponse:
        outcome = request.GET.get("ket_qua", "")
        transfers = self.transfers.select_related("order", "producer")
        if outcome in _Outcome.values:
            transfers = transfers.filter(outcome=outcome)
        else:
            outcome = ""
        counts = Counter(self.transfers.values_list("outcome", flat=True))
        page = Paginator(transfers, _PAGE).get_page(request.GET.get("page"))
        for transfer in page.object_list:
            transfer.tone = _TONES.get(transfer.outcome, "gold")
        outcomes = [(code, label, counts[code]) for code, label in _Outcome.choices if counts[code]]
        return self.page(
            "transfers",
            page=page,
            outcome=outcome,
            outcomes=outcomes,
            total=sum(counts.values()),
            unmatched=counts[_Outcome.UNMATCHED],
            querystring=f"ket_qua={outcome}" if outcome else "",
        )


class OneTransfer(ProducersOnly):
    """One transfer; another producer's is not found."""

    here = "money"

    def find(self, pk: int) -> BankTransfer:
        return get_object_or_404(self.transfers.select_related("order", "producer", "statement"), pk=pk)

    def show(self, transfer: Any, *, status: int = 200, typed: str = "", error: str = "") -> HttpResponse:
        transfer.tone = _TONES.get(transfer.outcome, "gold")
        likely: list[Any] = []
        if transfer.outcome == _Outcome.UNMATCHED:
            likely = orders_like(transfer)
            balances = balances_of(likely)
            for order in likely:
                order.balance = balances[order.pk]
                order.fits = order.balance.outstanding == transfer.amount
        return self.page(
            "transfer", status=status, transfer=transfer, likely=likely, typed=typed, error=error
        )


class TransferView(OneTransfer):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(self.find(pk))


class AssignView(OneTransfer):
    """Ties a transfer to an order of the same producer, by its number."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        transfer = self.find(pk)
        typed = "".join(request.POST.get("number", "").split()).upper()
        order = self.orders.filter(number=typed, producer=transfer.producer_id).first()
        if order is None:
            error = _("Không có đơn nào của chủ thể mang mã này. Hãy xem lại mã đơn.")
            return self.show(transfer, status=422, typed=typed, error=error)
        try:
            done = assign_transfer(transfer, order, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return redirect("portal:transfer", pk)
        messages.success(
            request,
            _("Đã ghép vào đơn %(number)s: %(outcome)s.")
            % {"number": order.number, "outcome": str(done.get_outcome_display()).lower()},
        )
        return redirect("portal:order", order.number)


class IgnoreView(OneTransfer):
    """Says that a transfer pays no order."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            ignore_transfer(self.find(pk), by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return redirect("portal:transfer", pk)
        messages.success(request, _("Đã ghi: không phải tiền hàng."))
        return redirect("portal:transfers")


class StatementForm(forms.Form):
    """A bank's file; whose account it is of is asked only of a login with several producers."""

    producer = forms.ChoiceField(label=gettext_lazy("Tài khoản của"))
    file = forms.FileField(
        label=gettext_lazy("Tệp sao kê (CSV hoặc XLSX)"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
        help_text=gettext_lazy("Tải từ ứng dụng ngân hàng. Gửi lại cùng một tệp không ghi tiền hai lần."),
        error_messages={
            "required": gettext_lazy("Hãy chọn tệp sao kê."),
            "empty": gettext_lazy("Tệp này trống. Hãy tải lại từ ngân hàng."),
        },
    )

    def __init__(self, producers: list[Any], *args: Any) -> None:
        super().__init__(*args, auto_id="statement_%s")
        self.fields["producer"].choices = [(each.slug, each.name) for each in producers]
        if len(producers) == 1:
            self.fields["producer"].widget = forms.HiddenInput()
            self.initial["producer"] = producers[0].slug

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            message = _("Tệp nặng hơn %(limit)s MB.") % {"limit": LARGEST_FILE // (1024 * 1024)}
            raise forms.ValidationError(message, code="file-too-large")
        return file


class StatementsView(ProducersOnly):
    """Handing in a statement, and the ones handed in."""

    here = "money"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(StatementForm(self.producers))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = StatementForm(self.producers, request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        producer = next(each for each in self.producers if each.slug == form.cleaned_data["producer"])
        file = form.cleaned_data["file"]
        try:
            done = import_statement(producer, file.read(), name=file.name, by=request.user)
        except DomainError as refusal:
            form.add_error("file", refusal.message)
            return self.show(form, status=422)
        messages.success(request, _told(done))
        return redirect("portal:transfers")

    def show(self, form: StatementForm, *, status: int = 200) -> HttpResponse:
        statements = self.statements.select_related("producer")[:20]
        return self.page("statements", status=status, form=form, statements=statements)


def _told(done: ImportedStatement) -> str:
    """`Đã đọc 5 khoản tiền về: 3 mới (2 đủ tiền một đơn, 1 chưa rõ của đơn nào), 2 đã biết từ trước.`"""
    if done.is_repeated:
        return _("Tệp này đã gửi rồi: không có gì ghi thêm.")
    labels = dict(_Outcome.choices)
    found = Counter(transfer.outcome for transfer in done.new)
    parts = [f"{number} {str(labels[code]).lower()}" for code, number in found.items()]
    facts = {"all": len(done.new) + done.known, "new": len(done.new), "known": done.known}
    text = _("Đã đọc %(all)s khoản tiền về: %(new)s mới, %(known)s đã biết từ trước.") % facts
    return f"{text} {_('Trong số mới')}: {', '.join(parts)}." if parts else text
