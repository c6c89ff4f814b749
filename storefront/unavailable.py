"""What a visitor gets when the server fails: the plain page of an error, or of a database that is away for a moment."""

from __future__ import annotations

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

logger = logging.getLogger(__name__)
#: Seconds after which trying again has a chance.
_WAIT = 15


def failed(request: HttpRequest) -> HttpResponse:
    """Answer an error nobody caught. A database that is away or busy is a calm 503 that says what to do.

    What was typed into a form comes back on the page with a button that sends it again: an order's form carries its
    mark, so that it never becomes two orders, whatever became of the first try. Asks neither database nor session.
    """
    error = sys.exc_info()[1]
    if not isinstance(error, (OperationalError, InterfaceError)):
        return server_error(request)
    logger.error("database away", extra={"why": type(error.__cause__ or error).__name__})
    context = {"fields": _fields(request), "address": request.path, "is_form": request.method == "POST"}
    page = HttpResponse(render_to_string("503.html", context), status=503)
    page["Retry-After"] = str(_WAIT)
    page["Cache-Control"] = "no-store"
    return page


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form as they came. None of forms with files or passwords: those are filled in anew."""
    if request.method != "POST" or request.FILES or any("password" in name for name in request.POST):
        return []
    return [(name, value) for name, values in request.POST.lists() for value in values]
