"""How many articles are in the basket, kept in a cookie: the header of a page costs no query for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from oscar.core.loading import get_model

from storefront.ready_queries import ReadyQuery

COOKIE = "basket-count"
_MOST = 9_999


_QUANTITIES: ReadyQuery[int] = ReadyQuery(
    lambda *, basket: (
        get_model("basket", "Line")
        .objects.filter(basket=basket)
        .order_by()
        .values_list("quantity", flat=True)
    )
)


def read(request: HttpRequest) -> int:
    """Return the number the visitor's cookie gives; anything that is no sensible number counts as none."""
    text = request.COOKIES.get(COOKIE, "")
    return min(int(text), _MOST) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def remember(response: HttpResponse, basket: Any) -> HttpResponse:
    """Write what the basket holds now into the response."""
    number = sum(_QUANTITIES(basket=basket.pk)) if basket.pk else 0
    if not number:
        return forget(response)
    response.set_cookie(
        COOKIE,
        str(min(number, _MOST)),
        max_age=settings.OSCAR_BASKET_COOKIE_LIFETIME,
        secure=settings.OSCAR_BASKET_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """The basket is empty or gone."""
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
