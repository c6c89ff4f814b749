"""Following an order group: by its signed link, or by this browser's memory."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from storefront.purchases import visitors
from storefront.purchases.reading import group_of_link, group_orders


@require_safe
@never_cache
def tracking(request: HttpRequest, signed: str) -> HttpResponse:
    """Show a group with its orders and how to pay each; a link we did not make gets a calm 404."""
    group = group_of_link(signed)
    if group is None:
        return _private(render(request, "purchases/link_unknown.html", status=404))
    orders = group_orders(group)
    context = {
        "group": group,
        "orders": orders,
        "total": sum(int(order.total_incl_tax) for order in orders),
        "to_transfer": [order for order in orders if order.transfer],
    }
    return _private(render(request, "purchases/tracking.html", context))


@require_safe
@never_cache
def lookup(request: HttpRequest) -> HttpResponse:
    """The orders this browser placed, and where to find the link of others."""
    return _private(render(request, "purchases/lookup.html", {"groups": visitors.groups_of(request)}))


def _private(response: HttpResponse) -> HttpResponse:
    """Names and addresses: not for search engines, nor for the next site's referrer."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
