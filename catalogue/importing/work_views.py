"""What is being done with a long list: how far it is, stopping it, starting it again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from catalogue.importing import permissions
from catalogue.importing.errors import ImportRefusedError
from catalogue.importing.models import ImportUpload, ImportWork
from catalogue.importing.uploads import keep_decisions
from catalogue.importing.views import allowed
from catalogue.importing.works import ask_for, refresh_or_ask, stop, work_of


@never_cache
@require_GET
@allowed(permissions.can_see_uploads)
def progress(request: HttpRequest, pk: int) -> JsonResponse:
    """`{"under_way": true, "phase", "done", "total", "percent"}` for the page to draw."""
    work = _last_work(get_object_or_404(ImportUpload, pk=pk))
    return JsonResponse({"under_way": work.is_under_way, **work.progress})


@require_POST
def stop_work(request: HttpRequest, pk: int) -> HttpResponse:
    """Call off what is being done; who may ask for it may stop it."""
    upload = get_object_or_404(ImportUpload, pk=pk)
    work = _last_work(upload)
    permissions.require_work(request.user, work.task)
    if work.is_under_way:
        stop(work)
        messages.success(request, _("Đã yêu cầu dừng. Chưa có gì được ghi vào sổ."))
    return redirect(upload)


@require_POST
def start_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more for what was interrupted or stopped, as it was asked for."""
    upload = get_object_or_404(ImportUpload, pk=pk)
    work = _last_work(upload)
    permissions.require_work(request.user, work.task)
    try:
        ask_for(upload, work.task, by=request.user, accept_good_rows=work.good_rows_only)
    except ImportRefusedError as refusal:
        messages.warning(request, str(refusal.message))
    return redirect(upload)


@require_POST
@allowed(lambda user: user.has_perm(permissions.ACCEPT))
def decide_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the officer says of near names and exceptions, and make the preview anew."""
    upload = get_object_or_404(ImportUpload, pk=pk)
    choices: dict[int, dict[str, int]] = {}
    reasons: dict[int, str] = {}
    for name, value in request.POST.items():
        kind, _dash, place = name.partition("-")
        number, _colon, key = place.partition(":")
        if kind == "chon" and number.isdecimal() and value.isdecimal():
            choices.setdefault(int(number), {})[key] = int(value)
        elif kind == "lydo" and number.isdecimal() and permissions.may_except(request.user):
            reasons[int(number)] = value
    try:
        keep_decisions(upload, choices=choices, reasons=reasons)
        if refresh_or_ask(upload, by=request.user):
            messages.success(request, _("Đã lưu lựa chọn và tính lại bản xem trước."))
    except ImportRefusedError as refusal:
        messages.warning(request, str(refusal.message))
    return redirect(upload)


def _last_work(upload: ImportUpload) -> ImportWork:
    work = work_of(upload)
    if work is None:
        raise Http404
    return work
