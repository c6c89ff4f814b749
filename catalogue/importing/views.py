"""The officer's import page: hand in a file, look at what it would do, then accept it or call it off."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalogue.importing import permissions
from catalogue.importing.errors import ImportRefusedError
from catalogue.importing.export import TEMPLATE_NAMES, template_csv
from catalogue.importing.forms import UploadForm
from catalogue.importing.given import FileKind
from catalogue.importing.kinds import KINDS, kind_of_file
from catalogue.importing.kinds.kind import Words
from catalogue.importing.models import TO_DECIDE, ImportRow, ImportUpload
from catalogue.importing.uploads import cancel_upload, refresh_preview
from catalogue.importing.works import accept_or_ask, refresh_or_ask, work_of
from storefront.officer_lists import without_formula
from storefront.vietnamese import fold

ROWS_PER_PAGE, UPLOADS_PER_PAGE = 50, 25
ORIGINS = ("tep", "api")
View = Callable[..., HttpResponse]


def allowed(test: Callable[[Any], bool]) -> Callable[[View], View]:
    """Let only people in for whom `test(user)` holds."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not test(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(permissions.can_see_uploads)
def upload_list(request: HttpRequest) -> HttpResponse:
    """The form, and every file handed in so far."""
    form = UploadForm()
    if request.method == "POST":
        if not permissions.can_upload(request.user):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid() and (upload := form.receive(by=request.user)):
            return redirect(upload)
    state, kind = request.GET.get("trang-thai", ""), request.GET.get("loai", "")
    uploads = ImportUpload.objects.select_related("uploaded_by", "decided_by")
    if state in ImportUpload.State.values:
        uploads = uploads.filter(state=state)
    if kind in FileKind.values:
        uploads = uploads.filter(kind=kind)
    origin = request.GET.get("nguon", "")
    if origin in ORIGINS:
        uploads = uploads.exclude(caller="") if origin == "api" else uploads.filter(caller="")
    context = {
        "form": form,
        "uploads": Paginator(uploads, UPLOADS_PER_PAGE).get_page(request.GET.get("trang")),
        "state": state,
        "states": ImportUpload.State.choices,
        "kind": kind,
        "kinds": KINDS.values(),
        "origin": origin,
        "can_upload": permissions.can_upload(request.user),
        "filters": _filters({"trang-thai": state, "loai": kind, "nguon": origin}),
        "breadcrumbs_items": [{"url": "", "label": _("Nhập hồ sơ đánh giá")}],
    }
    status = 422 if form.errors else 200
    return render(request, "importing/index.html", context, status=status)


@require_GET
@allowed(permissions.can_see_uploads)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would do, row by row; after the decision, what it did."""
    upload = get_object_or_404(
        ImportUpload.objects.select_related("uploaded_by", "decided_by", "source"), pk=pk
    )
    action, text = request.GET.get("loc", ""), request.GET.get("tim", "").strip()
    if action not in (*ImportRow.Action.values, TO_DECIDE):
        action = ""
    rows = upload.rows.shown(action=action, text=fold(text)).select_related("product")
    words = kind_of_file(upload.kind).words
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("trang"))
    for row in page:
        row.shown_action = words.actions.get(row.action, row.get_action_display())
    context = {
        "upload": upload,
        "rows": page,
        "tabs": _tabs(upload, words),
        "may_except": permissions.may_except(request.user),
        "words": words,
        "work": work_of(upload),
        "kinds": upload.rows.kinds(on=timezone.localdate()),
        "action": action,
        "text": text,
        "filters": _filters({"loc": action, "tim": text}),
        "can_decide": permissions.can_decide(request.user, upload),
        "can_correct": upload.is_pending and permissions.can_upload(request.user),
        "breadcrumbs_items": [
            {"url": reverse("importing:index"), "label": _("Nhập hồ sơ đánh giá")},
            {"url": "", "label": upload.name},
        ],
    }
    return render(request, "importing/preview.html", context)


@require_POST
@allowed(lambda user: user.has_perm(permissions.ACCEPT))
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry the preview out as it was seen, the good rows alone when asked so."""
    upload = get_object_or_404(ImportUpload, pk=pk)
    try:
        good_rows = request.POST.get("chi-dong-hop-le") == "1"
        is_done = accept_or_ask(upload, by=request.user, accept_good_rows=good_rows)
    except ImportRefusedError as refusal:
        if refusal.code == "plan-outdated":
            refresh_preview(upload)
        messages.warning(request, str(refusal.message))
    else:
        if not is_done:
            return redirect(upload)
        upload.refresh_from_db()
        messages.success(request, _accepted_in_words(upload))
    return redirect(upload)


@require_POST
@allowed(lambda user: user.has_perm(permissions.ACCEPT))
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call the upload off; nothing of it is written."""
    upload = get_object_or_404(ImportUpload, pk=pk)
    try:
        cancel_upload(upload, by=request.user)
        messages.success(request, _("Đã huỷ. Không có gì được ghi vào sổ."))
    except ImportRefusedError as refusal:
        messages.warning(request, str(refusal.message))
    return redirect(upload)


@require_POST
@allowed(permissions.can_upload)
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a waiting upload anew against the register as it is now."""
    upload = get_object_or_404(ImportUpload, pk=pk)
    try:
        if refresh_or_ask(upload, by=request.user):
            messages.success(request, _("Đã tính lại bản xem trước theo sổ hiện nay."))
    except ImportRefusedError as refusal:
        messages.warning(request, str(refusal.message))
    return redirect(upload)


@require_GET
@allowed(permissions.can_see_uploads)
def original_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it came, to keep or to compare; never shown inline."""
    upload = get_object_or_404(ImportUpload, pk=pk)
    return FileResponse(
        upload.file.open("rb"),
        as_attachment=True,
        filename=upload.name,
        content_type="application/octet-stream",
    )


@require_GET
@allowed(permissions.can_see_uploads)
def refused_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The refused rows with their reasons, to send back to whoever made the file."""
    upload = get_object_or_404(ImportUpload, pk=pk)
    response = HttpResponse(
        content_type="text/csv; charset=utf-8", headers=_attached(f"tu-choi-{upload.pk}.csv")
    )
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([_("Dòng"), _("Tên sản phẩm"), _("Chủ thể"), _("Cột"), _("Mã"), _("Lý do")])
    for row in upload.rows.shown(action=ImportRow.Action.REFUSED):
        for problem in row.problems:
            told = [
                row.shown_line,
                row.product_title,
                row.producer_name,
                problem["field"],
                problem["code"],
                problem["message"],
            ]
            writer.writerow([without_formula(cell) for cell in told])
    return response


@require_GET
@allowed(permissions.can_see_uploads)
def template_file(request: HttpRequest, kind: str = FileKind.RECOGNITIONS) -> HttpResponse:
    """An empty list of one kind with every heading."""
    if kind not in FileKind.values:
        raise Http404
    wanted = FileKind(kind)
    return HttpResponse(
        template_csv(wanted),
        content_type="text/csv; charset=utf-8",
        headers=_attached(TEMPLATE_NAMES[wanted]),
    )


def _tabs(upload: ImportUpload, words: Words) -> list[dict[str, Any]]:
    counts = [
        (action, words.actions.get(action, label), getattr(upload, action))
        for action, label in ImportRow.Action.choices
        if words.actions.get(action, label)
    ]
    tabs = [("", _("Tất cả"), upload.total), *counts]
    if to_decide := upload.rows.to_decide().count():
        tabs.append((TO_DECIDE, _("Cần bạn chọn"), to_decide))
    return [{"value": value, "label": label, "count": count} for value, label, count in tabs]


def _filters(chosen: dict[str, str]) -> str:
    """The filters in use as the beginning of a query, so that turning a page keeps them."""
    in_use = urlencode({name: value for name, value in chosen.items() if value})
    return f"{in_use}&" if in_use else ""


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _accepted_in_words(upload: ImportUpload) -> str:
    told = {name: getattr(upload, name) for name in ("created", "updated", "unchanged")}
    if upload.kind == FileKind.REVOCATIONS:
        done = _("Đã thu hồi hạng sao của %(updated)s sản phẩm; %(unchanged)s đã thu hồi từ trước.") % told
    else:
        done = _("Đã nhập: tạo mới %(created)s, cập nhật %(updated)s, không đổi %(unchanged)s.") % told
    if not upload.refused:
        return done
    left = ngettext("Bỏ lại %(count)s dòng bị từ chối.", "Bỏ lại %(count)s dòng bị từ chối.", upload.refused)
    return f"{done} {left % {'count': upload.refused}}"
