"""The pages behind printed addresses. No language in the address, no cookie, no script, never a bare 404."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.models import Product
from qr import codes, gs1, scans, symbols
from qr.errors import GS1_MESSAGES
from qr.forms import ReportForm
from qr.models import Code
from qr.story import language_for, tell_story
from storefront import touchpoints
from storefront.errors import DomainError
from storefront.vietnamese import slugify

REPORTS_PER_HOUR = 5


class ScannedResponse(HttpResponse):
    """Counts the scan when the page is on its way: nobody waits for a number."""

    count: Callable[[], Any] | None = None

    def close(self) -> None:
        if self.count is not None:
            self.count()
        super().close()


@require_http_methods(["GET", "HEAD", "OPTIONS"])
def story(request: HttpRequest, code: str) -> HttpResponseBase:
    """`/p/<code>`: the story of what the code names."""
    found = codes.find_code(code)
    if found is None or found.product_id is None:
        return _not_found(request, "code", codes.normalise_code(code))
    return _story_page(request, found.product_id, code=found)


@require_http_methods(["GET", "HEAD", "OPTIONS"])
def digital_link(request: HttpRequest, gtin: str = "", **_parts: str) -> HttpResponseBase:
    """`/01/<gtin>[/22/…][/10/…][/21/…]`: the same page at the address GS1 readers know.

    A shorter GTIN is understood, an unknown lot or serial leads to its product; a broken number is a 400.
    """
    path, query = _raw_target(request)
    try:
        link = gs1.parse_path(path.rstrip("/"), query, zero_suppressed=True)
    except gs1.GS1Error as error:
        return _bad_address(request, error, gtin)
    product = codes.find_by_gtin(link)
    if product is None:
        return _not_found(request, "gtin", link.gtin)
    response = _story_page(request, product.pk, code=_code_to_count(product), link=link)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    return response


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """`/p/`: for those who type what they cannot scan; leads to the page of the code or GTIN typed."""
    typed = request.GET.get("ma", "").strip()[:64]
    if not typed:
        return _page(request, "qr/check.html", {})
    digits = typed.replace(" ", "").replace("-", "")
    if digits.isascii() and digits.isdigit() and len(digits) >= 8 and codes.find_code(typed) is None:
        try:
            return redirect("qr:digital-link", gtin=gs1.normalise_gtin(digits))
        except gs1.GS1Error as error:
            return _page(
                request, "qr/check.html", {"typed": typed, "problem": GS1_MESSAGES[error.code]}, status=400
            )
    wanted = codes.normalise_code(typed.rstrip("/").rpartition("/")[2])
    if not wanted.isalnum() or not wanted.isascii():
        problem = _("Mã trên tem chỉ gồm chữ cái không dấu và chữ số.")
        return _page(request, "qr/check.html", {"typed": typed, "problem": problem}, status=400)
    return redirect("qr:story", code=wanted)


@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponseBase:
    """`/p/<code>/mua`: on to the shop, leaving the note that this code brought the visitor."""
    found = codes.find_code(code)
    if found is None or found.product_id is None:
        return _not_found(request, "code", codes.normalise_code(code))
    if not scans.is_no_visit(request):
        touchpoints.leave(request, kind="code", reference=found.code)
    with translation.override(language_for(request)):
        return redirect(found.product.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, code: str) -> HttpResponseBase:
    """`/p/<code>/bao`: tell the office that something about this package is not right."""
    found = codes.find_code(code)
    if found is None or found.product_id is None:
        return _not_found(request, "code", codes.normalise_code(code))
    with translation.override(language_for(request)):
        form = ReportForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            if _too_many_reports(request):
                form.add_error(None, _("Bạn đã gửi nhiều tin báo trong một giờ qua. Hãy thử lại sau."))
                return _page(request, "qr/report.html", {"code": found, "form": form}, status=429)
            form.send(found)
            return _page(request, "qr/report_sent.html", {"code": found})
        status = 400 if form.errors else 200
        return _page(request, "qr/report.html", {"code": found, "form": form}, status=status)


@require_safe
def symbol_svg(request: HttpRequest, code: str) -> HttpResponseBase:
    """`/p/<code>.svg`: the symbol for a printing house, in millimetres."""
    found = codes.find_code(code)
    if found is None:
        return _not_found(request, "code", codes.normalise_code(code))
    content = symbols.svg(found.printed_url, title=found.printed_url)
    return _download(content.encode(), "image/svg+xml", _file_name(found, "svg"))


@require_safe
def symbol_png(request: HttpRequest, code: str) -> HttpResponseBase:
    """`/p/<code>.png`: the symbol for screens and documents."""
    found = codes.find_code(code)
    if found is None:
        return _not_found(request, "code", codes.normalise_code(code))
    return _download(symbols.png(found.printed_url), "image/png", _file_name(found, "png"))


def _story_page(
    request: HttpRequest, product_id: int, *, code: Code | None, link: gs1.DigitalLink | None = None
) -> HttpResponse:
    told = tell_story(product_id, on=timezone.localdate(), request=request, code=code, link=link)
    page = _page(request, "qr/story.html", {"story": told, "product": told.product})
    response = ScannedResponse(page.content, status=page.status_code, headers=page.headers)
    if code is not None:
        response.count = lambda: scans.record_scan(code, request)
    return response


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Render in the reader's language; the same address answers in both, so caches must ask who reads."""
    language = language_for(request)
    with translation.override(language):
        others = [each for each in settings.LANGUAGES if each[0] != language]
        response = render(request, template, {**context, "other_tongues": others}, status=status)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-cache"  # a star can end overnight
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _not_found(request: HttpRequest, kind: str, typed: str) -> HttpResponse:
    return _page(request, "qr/unknown.html", {"kind": kind, "typed": typed}, status=404)


def _bad_address(request: HttpRequest, error: gs1.GS1Error, typed: str) -> HttpResponse:
    context = {"kind": "address", "typed": typed[:40], "problem": GS1_MESSAGES.get(error.code, "")}
    return _page(request, "qr/unknown.html", context, status=400)


def _code_to_count(product: Product) -> Code | None:
    """The code whose scans a GTIN's scans are: issued on the first, unless that fails. The page matters more."""
    try:
        return codes.issue_code(product)
    except DomainError:
        return None


def _raw_target(request: HttpRequest) -> tuple[str, str]:
    """The path and query as they came, still escaped: Django's own path has lost which slashes were escaped.

    Served by gunicorn (RAW_URI) and uWSGI (REQUEST_URI); elsewhere the decoded path is escaped again.
    """
    raw = request.META.get("RAW_URI") or request.META.get("REQUEST_URI") or request.get_full_path()
    path, _mark, query = raw.partition("?")
    start = path.find("/01/")
    return (path[start:] if start >= 0 else path), query


def _too_many_reports(request: HttpRequest) -> bool:
    """Whether this visitor has sent as many reports as anybody needs in an hour."""
    key = f"qr-reports:{scans.visitor_hash(request, day=timezone.localdate())}"
    cache.add(key, 0, timeout=3600)
    return cache.incr(key) > REPORTS_PER_HOUR


def _file_name(code: Code, ending: str) -> str:
    name = slugify(code.product.title)[:60] if code.product_id else code.kind
    return f"ma-qr-{name}-{code.code}.{ending}"


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "public, max-age=86400",
        },
    )
