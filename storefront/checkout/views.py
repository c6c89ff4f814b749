"""Checkout on one page of plain forms. An override of Oscar's module of the same name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from storefront import touchpoints
from storefront.basket import count
from storefront.basket.codes import told_codes
from storefront.basket.gate import only_where_sold
from storefront.checkout.deliveries import chosen_deliveries, delivery_field
from storefront.checkout.forms import CheckoutForm, is_submission, new_submission, payment_field
from storefront.errors import DomainError
from storefront.holds.holding import hold_lines
from storefront.limits import TooOftenError, count_try
from storefront.networks import client_network
from storefront.order.errors import LinesRefusedError
from storefront.places.models import Province
from storefront.purchases import visitors
from storefront.purchases.models import OrderGroup
from storefront.purchases.placing import BasketGoneError, place_order_group
from storefront.purchases.shares import Share, shares_of, total_of

INVALID, REFUSED = 422, 409
#: Checkouts opened and sent from one network that still renew a hold, in a period of seconds.
_MOST_HOLDS, _HOLDS_PERIOD = 120, 900


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@only_where_sold
def checkout(request: HttpRequest) -> HttpResponse:
    """Show the form; `action=place` places the order, any other action only reads the province anew."""
    earlier = _sent_before(request)
    if earlier is not None:
        return _done(request, earlier)
    province = _province(request)
    shares = shares_of(
        request.basket, province=province, user=request.user, deliveries=chosen_deliveries(request.POST)
    )
    if not shares:
        messages.info(request, _("Giỏ hàng đang trống, chưa có gì để đặt."))
        return redirect("basket:summary")
    if request.POST.get("action") != "place":
        return _page(request, _form(request, shares, province, bound=False))
    form = _form(request, shares, province, bound=True)
    if not form.is_valid():
        return _page(request, form, status=INVALID)
    return _place(request, form)


def _place(request: HttpRequest, form: CheckoutForm) -> HttpResponse:
    seen = form.cleaned_data["seen_total"]
    if seen is None:
        return _page(request, form, status=REFUSED, asks_again=True)
    try:
        placed = place_order_group(
            request.basket,
            shopper=form.shopper,
            submission=form.cleaned_data["submission"],
            seen_total=seen,
            payments=form.payments,
            deliveries=form.deliveries,
            touchpoint=touchpoints.pick_up(request),
            user=request.user,
            language=translation.get_language(),
            on_placed=form.on_placed,
        )
    except BasketGoneError as refusal:
        messages.warning(request, refusal.message)
        return redirect("basket:summary")
    except DomainError as refusal:
        # Read again: the page shows what holds now, not what held when the form came in.
        province = form.cleaned_data["province"]
        shares = shares_of(request.basket, province=province, user=request.user, deliveries=form.deliveries)
        return _page(request, _form(request, shares, province, bound=True), status=REFUSED, refusal=refusal)
    return _done(request, placed.group)


def _hold(request: HttpRequest, shares: list[Share]) -> None:
    """Keep the goods for this shopper from now on. Who opens checkouts by the dozen holds nothing more.

    Done wherever the page is shown; an order that goes through at once has no use for it.
    """
    if request.method == "HEAD":
        return
    try:
        count_try("stock-hold", client_network(request), most=_MOST_HOLDS, seconds=_HOLDS_PERIOD)
    except TooOftenError:
        return
    lines = [item.line for share in shares for item in share.items if not item.refusal]
    request.held_until = hold_lines(request.basket, lines)


def _done(request: HttpRequest, group: OrderGroup) -> HttpResponse:
    visitors.remember(request, group)
    response = count.forget(redirect(group))
    response.delete_cookie(settings.OSCAR_BASKET_COOKIE_OPEN)
    return response


def _sent_before(request: HttpRequest) -> OrderGroup | None:
    submission = request.POST.get("submission", "")
    return OrderGroup.objects.filter(submission=submission).first() if is_submission(submission) else None


def _province(request: HttpRequest) -> Province | None:
    code = request.POST.get("province", "")
    if not (code.isascii() and code.isdigit()):
        return None
    return Province.objects.on(timezone.localdate()).filter(code=code).first()


def _form(
    request: HttpRequest, shares: list[Share], province: Province | None, *, bound: bool
) -> CheckoutForm:
    """The form with what was typed: checked when `bound`, only kept otherwise."""
    extras = {"shares": shares, "province": province, "on": timezone.localdate()}
    if bound:
        return CheckoutForm(request.POST, **extras)
    typed = {name: value for name, value in request.POST.items() if name not in {"submission", "seen_total"}}
    return CheckoutForm(
        initial={**typed, "submission": request.POST.get("submission") or new_submission()}, **extras
    )


def _page(
    request: HttpRequest,
    form: CheckoutForm,
    *,
    status: int = 200,
    refusal: DomainError | None = None,
    asks_again: bool = False,
) -> HttpResponse:
    _hold(request, form.shares)
    total = total_of(form.shares)
    context: dict[str, Any] = {
        "form": form,
        "shares": [(share, form[payment_field(share)], form[delivery_field(share)]) for share in form.shares],
        "goods": sum(share.goods for share in form.shares),
        "codes": told_codes(request.basket, form.shares),
        "total": total,
        "seen_total": "" if total is None else total,
        "submission": form["submission"].value() if not form.errors.get("submission") else new_submission(),
        "is_sellable": all(share.is_sellable for share in form.shares),
        "stranded": [share for share in form.shares if share.is_stranded],
        "refusal": refusal,
        "refused_lines": refusal.refusals if isinstance(refusal, LinesRefusedError) else (),
        "asks_again": asks_again,
        "held_until": getattr(request, "held_until", None),
    }
    return render(request, "oscar/checkout/checkout.html", context, status=status)
