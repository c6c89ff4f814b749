"""The visitor's basket on each request, without what Oscar reckons on it beforehand."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from oscar.apps.basket import middleware as upstream

from storefront.basket.models import Basket
from storefront.ready_queries import ReadyQuery

_GUESTS: ReadyQuery[Basket] = ReadyQuery(
    lambda *, pk: Basket.objects.filter(pk=pk, owner=None, status=Basket.OPEN)
)


class BasketMiddleware(upstream.BasketMiddleware):
    """Oscar's, but offers wait: they are worked out for each producer's share, where somebody asks for one."""

    def apply_offers_to_basket(self, request: HttpRequest, basket: Any) -> None:
        """Leave the basket as it is: a basket across producers has no price of its own."""

    def get_cookie_basket(self, cookie_key: str, request: HttpRequest, manager: Any) -> Basket | None:
        """The open basket of nobody that the cookie names; a cookie that leads to none is taken away."""
        signed = request.COOKIES.get(cookie_key)
        if signed is None:
            return None
        try:
            found = _GUESTS(pk=int(Signer().unsign(signed)))
        except (BadSignature, ValueError):
            found = []
        if not found:
            request.cookies_to_delete.append(cookie_key)
            return None
        return found[0]
