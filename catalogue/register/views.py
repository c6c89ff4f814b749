"""The register's pages and files. A day that is none is said aloud: a page shows today, a file is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.models import Category
from catalogue.register.certificate import read_certificate
from catalogue.register.columns import COLUMNS, VERSION, VERSIONS
from catalogue.register.export import csv_lines, json_pieces, rows_on
from catalogue.register.finding import RegisterHits, find
from catalogue.register.query import PAGE_SIZE, PARAMS, RegisterQuery, read_query
from catalogue.register.verifying import answers_for, was_corrected
from catalogue.search.choices import load_choices
from catalogue.search.words import clean_text
from storefront.days import AskedDay, read_day


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everything certified or claimed by the asked day, searched and narrowed by the address."""
    groups = list(Category.objects.filter(depth=1, is_public=True).order_by("path"))
    query = read_query(
        dict(request.GET.lists()),
        today=timezone.localdate(),
        groups=[group.slug for group in groups],
        provinces=load_choices().provinces,
    )
    hits = find(query, groups)
    context = {
        "query": query,
        "hits": hits,
        "params": PARAMS,
        "page": Paginator(range(hits.total), PAGE_SIZE).page(hits.page),
        "querystring": query.address(),
        "chips": _chips(query, hits),
        "today_href": _href(query.on_today()),
        "plain_href": _href(query.plain()),
        "words_href": _href(RegisterQuery(day=query.day)),
        "files": _files(query.day),
    }
    return render(request, "register/index.html", context)


@require_safe
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate for ever: also when it ended, was revoked, or was struck out as a mistake."""
    day = _asked_day(request)
    found = read_certificate(pk, on=day.on, today=day.today)
    if found is None:
        raise Http404(_("Sổ đăng ký không có chứng nhận mang số này."))
    crumbs = [(_("Sổ đăng ký sao"), reverse("register:index")), (found.number, "")]
    context = {"certificate": found, "day": day, "crumbs": crumbs, "params": PARAMS}
    return render(request, "register/certificate.html", context)


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """`?ma=`: lead to the one certificate or decision a code names, or show what it may be."""
    typed = clean_text(request.GET.get("ma", ""))
    answers = answers_for(typed)
    if row := answers.only_row:
        return redirect("register:certificate", pk=row.entry.pk)
    if decision := answers.only_decision:
        return redirect(f"{reverse('register:index')}?{urlencode({'q': decision.number})}")
    if not answers and (struck_out := was_corrected(typed)):
        return redirect("register:certificate", pk=struck_out)
    crumbs = [(_("Sổ đăng ký sao"), reverse("register:index")), (_("Kiểm tra chứng nhận"), "")]
    return render(request, "register/verify.html", {"typed": typed, "answers": answers, "crumbs": crumbs})


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What the files hold, column by column, and where they are."""
    crumbs = [(_("Sổ đăng ký sao"), reverse("register:index")), (_("Dữ liệu mở"), "")]
    day = _asked_day(request)
    context = {"columns": COLUMNS, "version": VERSION, "files": _files(day), "crumbs": crumbs, "day": day}
    return render(request, "register/data.html", context)


@require_safe
def certificates_csv(request: HttpRequest) -> HttpResponseBase:
    """`chung-nhan.csv?ngay=`: one line for each certificate and claim."""
    refused, day = _file_request(request)
    return refused or _file(request, csv_lines(rows_on(day.on)), "text/csv; charset=utf-8", "csv", day)


@require_safe
def certificates_jsonld(request: HttpRequest) -> HttpResponseBase:
    """`chung-nhan.jsonld?ngay=`: the same as linked data."""
    refused, day = _file_request(request)
    pieces = json_pieces(rows_on(day.on), on=day.on)
    return refused or _file(request, pieces, "application/ld+json; charset=utf-8", "jsonld", day)


def _asked_day(request: HttpRequest) -> AskedDay:
    return read_day(clean_text(request.GET.get(PARAMS["day"], "")), today=timezone.localdate())


def _href(query: RegisterQuery) -> str:
    address = query.address()
    return reverse("register:index") + (f"?{address}" if address else "")


def _chips(query: RegisterQuery, hits: RegisterHits) -> list[tuple[str, str]]:
    labels = {
        (name, facet.value): facet.label for name, facets in hits.facets.items() for facet in facets
    } | {("provinces", code): name for code, name in load_choices().provinces.items()}
    return [
        (labels.get((name, value), value), _href(query.without(name, value))) for name, value in query.chosen
    ]


def _files(day: AskedDay) -> list[tuple[str, str]]:
    asked = f"?{PARAMS['day']}={day.address}" if day.address else ""
    return [
        ("CSV", reverse("register-files:csv") + asked),
        ("JSON-LD", reverse("register-files:jsonld") + asked),
    ]


def _file_request(request: HttpRequest) -> tuple[HttpResponse | None, AskedDay]:
    """Whoever reads by program must not mistake today for the day asked about, nor one version for another."""
    day, version = _asked_day(request), clean_text(request.GET.get("phien-ban", "")) or VERSION
    problem = ""
    if day.odd:
        problem = _("Không đọc được ngày “%(day)s”. Hãy viết dạng YYYY-MM-DD, ví dụ ?ngay=2026-03-01.") % {
            "day": day.odd
        }
    elif version not in VERSIONS:
        problem = _("Không có phiên bản cột “%(version)s”. Các phiên bản hiện có: %(known)s.") % {
            "version": version,
            "known": ", ".join(VERSIONS),
        }
    if not problem:
        return None, day
    return HttpResponse(f"{problem}\n", status=400, content_type="text/plain; charset=utf-8"), day


def _file(
    request: HttpRequest, pieces: Iterable[str], kind: str, ending: str, day: AskedDay
) -> HttpResponseBase:
    headers: dict[str, Any] = {
        "Content-Disposition": f'attachment; filename="chung-nhan-{day.on.isoformat()}.{ending}"',
        "Link": f'<{reverse("register:data")}>; rel="describedby"',
        "X-Columns-Version": VERSION,
        "Access-Control-Allow-Origin": "*",
    }
    if request.method == "HEAD":
        return HttpResponse(content_type=kind, headers=headers)
    return StreamingHttpResponse(pieces, content_type=kind, headers=headers)
