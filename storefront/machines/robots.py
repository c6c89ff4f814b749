"""What robots may read, and the site's search for browsers."""

from __future__ import annotations

from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storefront.machines.addresses import PRIVATE, absolute


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`: a demonstration is nobody's to read; a shop is, but for what is private.

    Lists narrowed by filters or words are closed as well: their number has no end, and each says what another says.
    """
    lines = ["User-agent: *"]
    if settings.OCOP_DEMO_BANNER or settings.DEBUG:
        lines.append("Disallow: /")
    else:
        prefixes = ["", *(f"/{code}" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)]
        lines += [f"Disallow: {prefix}{path}" for path in PRIVATE for prefix in prefixes]
        lines += [
            "Disallow: /api/",
            "Disallow: /*?*q=",
            f"Sitemap: {absolute(reverse('machines:sitemap-index'))}",
        ]
    return _told("\n".join(lines) + "\n", "text/plain; charset=utf-8")


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """`/opensearch.xml`: the shop's search, for the browser's own search field."""
    search = absolute(reverse("catalogue:index"))
    name = escape(settings.WAGTAIL_SITE_NAME)
    words = escape(_("Tìm sản phẩm OCOP có sao còn hạn"))
    mark = escape(absolute(static("img/mark.svg")))
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">'
        f"<ShortName>{name}</ShortName><Description>{words}</Description>"
        "<InputEncoding>UTF-8</InputEncoding>"
        f'<Image width="16" height="16" type="image/svg+xml">{mark}</Image>'
        f'<Url type="text/html" template="{escape(search)}?q={{searchTerms}}"/>'
        "</OpenSearchDescription>\n"
    )
    return _told(content, "application/opensearchdescription+xml")


def _told(content: str, media_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Cache-Control"] = "public, max-age=3600"
    return answer
