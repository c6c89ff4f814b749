"""Sending a complaint, following it by its link, and reading its files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from storefront.complaints.forms import ComplaintForm, WordForm, new_submission
from storefront.complaints.intake import Told, receive_complaint
from storefront.complaints.lifecycle import MOVES, Party, moves_open_to
from storefront.complaints.models import WITHOUT_NAME, Complaint, ComplaintFile
from storefront.complaints.moving import move_complaint
from storefront.complaints.subjects import Subject, asked_kind, order_by_phone, read_subject
from storefront.errors import DomainError
from storefront.limits import TooOftenError, count_try
from storefront.networks import client_network
from storefront.vietnamese import display_phone

_MOST, _PERIOD = 10, 3600
_MOST_LOOKUPS, _LOOKUP_PERIOD = 10, 900
_MOST_WORDS = 20


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """The form; sent and kept, it leads to the page with the number."""
    asked = request.POST if request.method == "POST" else request.GET
    subject = read_subject(asked, on=timezone.localdate())
    if request.method != "POST":
        form = ComplaintForm(
            is_linked=subject.order is not None, initial={**_known(subject), "kind": asked_kind(asked)}
        )
        return _form_page(request, form, subject)
    form = ComplaintForm(request.POST, request.FILES, is_linked=subject.order is not None)
    status = 422
    if form.is_valid():
        try:
            complaint = _receive(request, form, subject)
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            status = 429 if isinstance(refusal, TooOftenError) else 422
        else:
            messages.success(
                request, _("Đã nhận. Số khiếu nại của bạn là %(number)s.") % {"number": complaint.number}
            )
            return redirect(complaint)
    return _form_page(request, form, subject, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def follow(request: HttpRequest, signed: str) -> HttpResponse:
    """The complaint of a signed link with its thread; a POST adds a word, asks the office, or settles it."""
    complaint = complaint_of_link(signed)
    if complaint is None:
        return private(render(request, "complaints/link_unknown.html", status=404))
    if request.method != "POST":
        return _follow_page(request, complaint, signed, WordForm())
    form = WordForm(request.POST, request.FILES)
    status = 422
    if form.is_valid():
        try:
            count_try("complaint-word", complaint.number, most=_MOST_WORDS, seconds=_PERIOD)
            make_move(complaint, form, party=Party.SHOPPER, by=request.user)
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            status = 429 if isinstance(refusal, TooOftenError) else 409
            complaint = complaint_of_link(signed) or complaint
        else:
            messages.success(request, _("Đã gửi."))
            return redirect(complaint)
    return _follow_page(request, complaint, signed, form, status=status)


@require_safe
@never_cache
def file(request: HttpRequest, signed: str, pk: int) -> HttpResponseBase:
    """A file of the complaint the link opens, and of no other."""
    number = Complaint.number_of_link(signed)
    found = ComplaintFile.objects.filter(pk=pk, event__complaint__number=number).first() if number else None
    if found is None:
        return private(render(request, "complaints/link_unknown.html", status=404))
    return file_answer(found)


def make_move(complaint: Complaint, form: WordForm, *, party: str, by: Any, producer: Any = None) -> None:
    """What a valid form asks for. Raises `DomainError` when it cannot be done."""
    move = MOVES.get(form.cleaned_data["move"])
    if move is None:
        raise DomainError(_("Không rõ bạn muốn làm gì. Hãy bấm lại."), code="move-unknown")
    told = {"text": form.cleaned_data["text"], "files": form.cleaned_data["files"]}
    move_complaint(complaint, move, party=party, by=by, producer=producer, **told)


def complaint_of_link(signed: str) -> Complaint | None:
    """The complaint with all its page shows, or None for a link we did not make."""
    number = Complaint.number_of_link(signed)
    known = Complaint.objects.select_related("order__group", "product", "entry", "producer")
    return known.filter(number=number).first() if number else None


def file_answer(found: ComplaintFile) -> HttpResponseBase:
    """The file itself: pictures in the page, papers as a download, neither ever as a page of ours."""
    response = FileResponse(
        found.file.open("rb"),
        content_type=found.media_type,
        as_attachment=not found.is_picture,
        filename=found.download_name,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return private(response)


def private(response: Any) -> Any:
    """Names and telephones: not for search engines, shared caches, nor the next site's referrer."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _receive(request: HttpRequest, form: ComplaintForm, subject: Subject) -> Complaint:
    """Keep what the form tells. Raises `DomainError`: a wrong number and a wrong telephone are answered alike."""
    told = form.cleaned_data
    earlier = Complaint.objects.filter(submission=told["submission"]).first()
    if earlier is not None:
        return earlier
    count_try("complaint", client_network(request), most=_MOST, seconds=_PERIOD)
    order = subject.order
    if order is None and told.get("order_number"):
        count_try("complaint-order", told["phone"], most=_MOST_LOOKUPS, seconds=_LOOKUP_PERIOD)
        order = order_by_phone(told["order_number"], told["phone"])
        if order is None:
            message = _(
                "Không có đơn nào với mã và số điện thoại này. Hãy xem lại cả hai, hoặc để trống mã đơn."
            )
            raise DomainError(message, code="order-unknown", field="order_number")
    words = {
        name: told.get(name, "")
        for name in ("kind", "text", "submission", "name", "phone", "email", "seen_at")
    }
    return receive_complaint(
        Told(**words, order=order, product=subject.product, entry=subject.entry, user=request.user),
        files=told["files"],
    )


def _known(subject: Subject) -> dict[str, str]:
    """What need not be typed again, from the order whose link the visitor holds."""
    group = subject.order.group if subject.order else None
    known = {"submission": new_submission()}
    if group is not None:
        known |= {"name": group.shopper_name, "phone": display_phone(group.phone), "email": group.email}
    return known


def _form_page(
    request: HttpRequest, form: ComplaintForm, subject: Subject, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "subject": subject,
        "submission": new_submission() if form.errors.get("submission") else form["submission"].value(),
        "days": settings.OCOP_COMPLAINT_DAYS,
        "authority": settings.OCOP_AUTHORITY,
        "without_name": WITHOUT_NAME,
    }
    return private(render(request, "complaints/new.html", context, status=status))


def _follow_page(
    request: HttpRequest, complaint: Complaint, signed: str, form: WordForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "complaint": complaint,
        "signed": signed,
        "events": complaint.events.prefetch_related("files"),
        "moves": moves_open_to(Party.SHOPPER, complaint.state),
        "form": form,
        "authority": settings.OCOP_AUTHORITY,
    }
    return private(render(request, "complaints/follow.html", context, status=status))
