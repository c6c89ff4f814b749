"""The producer's door: complaints that were sent to it to answer, and nobody else's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from storefront.complaints.forms import WordForm
from storefront.complaints.lifecycle import Party, State, moves_open_to
from storefront.complaints.models import Complaint, ComplaintFile
from storefront.complaints.views import file_answer, make_move, private
from storefront.errors import DomainError

_PAGE = 20


class ProducersOnly(View):
    """Sends those who have not signed in to do so; to people of no producer the page does not exist."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("customer:login"))
        if not request.user.producers.exists():
            raise Http404(_("Tài khoản này không thuộc chủ thể nào."))
        return private(super().dispatch(request, *args, **kwargs))

    def complaint(self, number: str) -> Complaint:
        """The complaint of this number that was sent to a producer of this login; else 404."""
        own = Complaint.objects.of_producers_of(self.request.user)
        return get_object_or_404(own.select_related("order", "product", "entry", "producer"), number=number)


class OwnListView(ProducersOnly):
    """Those waiting for an answer first, by deadline; then the others, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        own = Complaint.objects.of_producers_of(request.user).select_related("product", "producer", "order")
        waiting = own.filter(state=State.WITH_PRODUCER).order_by("due_on", "pk")
        others = own.exclude(state=State.WITH_PRODUCER).order_by("-received_at", "-pk")
        page = Paginator(others, _PAGE).get_page(request.GET.get("trang"))
        crumbs = [(_("Trang chủ"), "/"), (_("Khiếu nại"), "")]
        context = {"waiting": list(waiting[:200]), "page": page, "crumbs": crumbs}
        return render(request, "complaints/own_list.html", context)


class OwnDetailView(ProducersOnly):
    """One complaint with its thread; a POST answers it."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return self._page(self.complaint(number), WordForm())

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        complaint = self.complaint(number)
        form = WordForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(complaint, form, status=422)
        try:
            make_move(complaint, form, party=Party.PRODUCER, by=request.user)
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self._page(self.complaint(number), form, status=409)
        messages.success(request, _("Đã gửi trả lời."))
        return redirect("own_complaints:detail", number)

    def _page(self, complaint: Complaint, form: WordForm, *, status: int = 200) -> HttpResponse:
        context = {
            "complaint": complaint,
            "events": complaint.events.prefetch_related("files"),
            "moves": moves_open_to(Party.PRODUCER, complaint.state),
            "form": form,
            "crumbs": [(_("Khiếu nại"), reverse("own_complaints:list")), (complaint.number, "")],
        }
        return render(self.request, "complaints/own.html", context, status=status)


class OwnFileView(ProducersOnly):
    """A file of a complaint the producer may read."""

    def get(self, request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
        complaint = self.complaint(number)
        return file_answer(get_object_or_404(ComplaintFile, pk=pk, event__complaint=complaint))
