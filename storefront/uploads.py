"""Uploaded pictures for an installation without a web server of its own before it."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

#: Names that begin with the content's digest (storefront/pictures): other content gets another name.
_NAMED_BY_CONTENT = re.compile(r"(?:^|/)[0-9a-f]{20}[-_.][^/]*$")


def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """`/media/<path>`: the file, or 404 for any name the file system does not take (too long, say)."""
    try:
        answer = serve(request, path, document_root=settings.MEDIA_ROOT)
    except (OSError, ValueError) as error:
        raise Http404 from error
    if _NAMED_BY_CONTENT.search(path):
        answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
