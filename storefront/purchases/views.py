"""Following an order group: by its signed link, by number and telephone, or by this browser's memory."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from storefront.errors import DomainError
from storefront.limits import TooOftenError, count_try
from storefront.networks import client_network
from storefront.purchases import visitors
from storefront.purchases.forms import LookupForm
from storefront.purchases.lifecycle import MOVES, Actor
from storefront.purchases.moving import move_order
from storefront.purchases.reading import address_by_phone, group_of_link, group_orders, order_of_link

_TRIES, _PERIOD = 10, 900


@require_safe
@never_cache
def tracking(request: HttpRequest, signed: str) -> HttpResponse:
    """Show a group with its orders and how to pay each; a link we did not make gets a calm 404."""
    group = group_of_link(signed)
    if group is None:
        return _one_order(request, signed)
    orders = group_orders(group)
    context: dict[str, Any] = {
        "group": group,
        "signed": signed,
        "orders": orders,
        "is_fresh": all(order.state == order.Status.PLACED for order in orders),
        "standing": [order for order in orders if order.state != order.Status.CANCELLED],
        "to_transfer": [order for order in orders if order.transfer],
        "to_pay_online": [order for order in orders if order.is_to_pay_online],
    }
    context["total"] = sum(int(order.total_incl_tax) for order in context["standing"])
    return _private(render(request, "purchases/tracking.html", context))


def _one_order(request: HttpRequest, signed: str) -> HttpResponse:
    """One order to look at, for whoever knew its number and telephone: nothing can be done with it here."""
    found = order_of_link(signed)
    if found is None:
        return _private(render(request, "purchases/link_unknown.html", status=404))
    group, order = found
    return _private(render(request, "purchases/one_order.html", {"group": group, "order": order}))


@require_POST
@never_cache
def move(request: HttpRequest, signed: str, number: str) -> HttpResponse:
    """Make a shopper's move with one order of the group; a refusal says why and changes nothing."""
    group = group_of_link(signed)
    order = group.orders.filter(number=number).first() if group else None
    if group is None or order is None:
        return _private(render(request, "purchases/link_unknown.html", status=404))
    wanted = MOVES.get(request.POST.get("move", ""))
    if wanted is None:
        messages.error(request, _("Không rõ bạn muốn làm gì với đơn này. Hãy bấm lại."))
        return redirect(group)
    try:
        move_order(order, wanted, actor=Actor.SHOPPER, by=request.user, reason=request.POST.get("reason", ""))
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(
            request, _("Đơn %(number)s: %(told)s") % {"number": order.number, "told": wanted.told}
        )
    return redirect(f"{group.get_absolute_url()}#order-{order.number}")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def lookup(request: HttpRequest) -> HttpResponse:
    """The orders this browser placed; and any other by number and telephone, as often as a person would try."""
    form = LookupForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect(_found(request, form))
            except TooOftenError as refusal:
                form.add_error(None, refusal.message)
                status = 429
            except DomainError as refusal:
                form.add_error(None, refusal.message)
    context = {"groups": visitors.groups_of(request), "form": form}
    return _private(render(request, "purchases/lookup.html", context, status=status))


def _found(request: HttpRequest, form: LookupForm) -> str:
    """The address of what was asked for. Raises `DomainError`; nobody learns which of the two was wrong."""
    number, phone = form.cleaned_data["number"], form.cleaned_data["phone"]
    count_try("order-lookup-from", client_network(request), most=_TRIES, seconds=_PERIOD)
    count_try("order-lookup-of", phone, most=_TRIES, seconds=_PERIOD)
    address = address_by_phone(number, phone)
    if address is None:
        message = _("Không có đơn nào với mã và số điện thoại này. Hãy xem lại cả hai.")
        raise DomainError(message, code="order-unknown")
    return address


def _private(response: HttpResponse) -> HttpResponse:
    """Names and addresses: not for search engines, nor for the next site's referrer."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
