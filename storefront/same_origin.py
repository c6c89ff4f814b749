"""Forms that carry no token: the browser itself says which site sent them.

For views marked by `by_origin` only. Every current browser names the sender of a POST (`Sec-Fetch-Site`, `Origin`), and
no page can forge either. Where a browser says neither, the ordinary token is asked for, as everywhere else.
See docs/decisions/0110-a-form-without-a-token.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, CsrfViewMiddleware

View = TypeVar("View", bound=Callable[..., Any])


def by_origin(view: View) -> View:
    """Mark a view whose forms stand on pages that are the same for everybody."""
    view.by_origin = True  # type: ignore[attr-defined]
    return view


class OriginOrToken(CsrfViewMiddleware):
    """Django's check, told first by the sender where the view is marked."""

    def process_view(
        self, request: HttpRequest, callback: Any, callback_args: Any, callback_kwargs: Any
    ) -> HttpResponse | None:
        if request.method == "POST" and getattr(callback, "by_origin", False):
            ours = is_ours(request)
            if ours:
                return self._accept(request)
            if ours is False:
                return self._reject(request, REASON_BAD_ORIGIN % request.META.get("HTTP_ORIGIN", ""))
        return super().process_view(request, callback, callback_args, callback_kwargs)


def is_ours(request: HttpRequest) -> bool | None:
    """Whether a page of this very site sent the request; None where the browser does not say."""
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site in {"same-origin", "none"}:
        return True
    origin = request.META.get("HTTP_ORIGIN")
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        # Trusted, but another site all the same: it brings a token as to every other form.
        return None
    if site is not None:
        return False
    return None if origin is None else origin == f"{request.scheme}://{request.get_host()}"
