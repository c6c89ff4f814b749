"""What is a visitor's own, and the mark by which a shared page knows that there is something to fetch."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

#: Says nothing but that there is something of one's own; read by `js/mine.js`.
MARK = "mine"
#: The basket's number and messages waiting to be shown; the session and the basket have settings of their own.
_OTHERS = ("basket-count", "messages")


def _names() -> tuple[str, ...]:
    return (settings.SESSION_COOKIE_NAME, settings.OSCAR_BASKET_COOKIE_OPEN, *_OTHERS)


def is_personal(request: HttpRequest) -> bool:
    """Whether the visitor brings something that a page may show: then the page is made for this visitor."""
    return bool(request.COOKIES) and any(name in request.COOKIES for name in _names())


def mark(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Set the mark together with the first thing of one's own."""
    if request.COOKIES.get(MARK) and MARK not in response.cookies:
        return response
    given = any(name in response.cookies and response.cookies[name].value for name in _names())
    if MARK not in response.cookies and (given or is_personal(request)):
        response.set_cookie(
            MARK,
            "1",
            max_age=settings.OSCAR_BASKET_COOKIE_LIFETIME,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=False,
            samesite="Lax",
        )
    return response


def forget(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Nothing of one's own is left."""
    if MARK in request.COOKIES:
        response.delete_cookie(MARK, samesite="Lax")
    return response
