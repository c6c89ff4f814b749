"""Putting right how a file is read, and the list of what is remembered of headings."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalogue.importing import permissions
from catalogue.importing.column_sets import COLUMN_SETS
from catalogue.importing.columns import fold_heading
from catalogue.importing.correcting import CorrectionForm
from catalogue.importing.given import FileKind
from catalogue.importing.mappings import forget
from catalogue.importing.models import ImportUpload, ImportWork, RememberedMapping
from catalogue.importing.views import allowed
from catalogue.importing.works import ROWS_AT_ONCE, ask_for, work_of

MAPPINGS_PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(permissions.can_upload)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the file lacks and what its columns mean; it is read and planned anew."""
    upload = get_object_or_404(ImportUpload, pk=pk)
    if not upload.is_pending:
        messages.warning(request, _("Tệp này đã được quyết định, không sửa cách đọc được nữa."))
        return redirect(upload)
    if (work := work_of(upload)) and work.is_under_way:
        messages.warning(request, _("Tệp này đang được xử lý. Hãy đợi xong rồi làm tiếp."))
        return redirect(upload)
    form = CorrectionForm(upload, request.POST if request.method == "POST" else None)
    if form.is_valid() and (corrected := form.correct(by=request.user, plan_up_to=ROWS_AT_ONCE)):
        if not corrected.trouble and not corrected.is_planned:
            ask_for(corrected, ImportWork.Task.PLAN, by=request.user)
        if corrected.trouble:
            messages.warning(request, corrected.trouble)
            return redirect("importing:correct", pk=corrected.pk)
        messages.success(request, _("Đã đọc lại tệp theo điều bạn cho biết."))
        return redirect(corrected)
    context = {
        "upload": upload,
        "form": form,
        "breadcrumbs_items": [
            {"url": reverse("importing:index"), "label": _("Nhập hồ sơ đánh giá")},
            {"url": upload.get_absolute_url(), "label": upload.name},
            {"url": "", "label": _("Cách đọc tệp")},
        ],
    }
    return render(request, "importing/correct.html", context, status=422 if form.errors else 200)


@require_GET
@allowed(permissions.can_see_uploads)
def mapping_list(request: HttpRequest) -> HttpResponse:
    """What is remembered of headings: by whom, since when."""
    mappings = RememberedMapping.objects.select_related("remembered_by")
    page = Paginator(mappings, MAPPINGS_PER_PAGE).get_page(request.GET.get("trang"))
    for mapping in page:
        written = {fold_heading(heading): heading for heading in mapping.headings}
        mapping.told = [
            (written.get(folded, folded), _meaning(key, kind=mapping.kind))
            for folded, key in mapping.columns.items()
        ]
    context = {
        "mappings": page,
        "can_forget": permissions.can_upload(request.user),
        "breadcrumbs_items": [
            {"url": reverse("importing:index"), "label": _("Nhập hồ sơ đánh giá")},
            {"url": "", "label": _("Tiêu đề đã nhớ")},
        ],
    }
    return render(request, "importing/mappings.html", context)


@require_POST
@allowed(permissions.can_upload)
def forget_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Understand these headings in the usual way again."""
    forget(get_object_or_404(RememberedMapping, pk=pk), by=request.user)
    messages.success(request, _("Đã quên. Các tiêu đề này lại được hiểu theo cách thường."))
    return redirect("importing:mappings")


def _meaning(key: str, *, kind: str) -> str:
    if not key:
        return _("bỏ qua")
    column = COLUMN_SETS[FileKind(kind)].by_key.get(key)
    return column.label if column else key
