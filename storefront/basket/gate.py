"""What basket and checkout answer where nothing is sold: a calm page and the way on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from storefront.basket import count
from storefront.sales_mode import sells_here

View = Callable[..., HttpResponse]
_REFUSED = 409


def only_where_sold(view: View) -> View:
    """Answer for a view that leads to an order: 200 to who looks, 409 to who sends something. Nothing changes."""

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sells_here():
            return view(request, *args, **kwargs)
        status = 200 if request.method in ("GET", "HEAD") else _REFUSED
        return count.forget(render(request, "oscar/basket/not_sold_here.html", status=status))

    return gated
