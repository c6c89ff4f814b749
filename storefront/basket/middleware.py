"""The visitor's basket on each request, without what Oscar reckons on it beforehand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from oscar.apps.basket import middleware as upstream


class BasketMiddleware(upstream.BasketMiddleware):
    """Oscar's, but offers wait: they are worked out for each producer's share, where somebody asks for one."""

    def apply_offers_to_basket(self, request: HttpRequest, basket: Any) -> None:
        """Leave the basket as it is: a basket across producers has no price of its own."""
