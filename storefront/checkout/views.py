"""Checkout on one page of plain forms. An override of Oscar's module of the same name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from storefront import touchpoints
from storefront.basket import count
from storefront.basket.codes import told_codes
from storefront.basket.gate import only_where_sold
from storefront.checkout import drafts
from storefront.checkout.addresses import save_address, typed_from
from storefront.checkout.deliveries import chosen_deliveries, delivery_field
from storefront.checkout.forms import CheckoutForm, is_submission, new_submission, payment_field
from storefront.checkout.places import settle
from storefront.errors import DomainError
from storefront.holds.holding import fresh_hold, hold_lines
from storefront.limits import TooOftenError, count_try
from storefront.networks import client_network
from storefront.order.errors import LinesRefusedError
from storefront.purchases import visitors
from storefront.purchases.models import OrderGroup
from storefront.purchases.placing import Agreed, Asked, BasketGoneError, place_asked
from storefront.purchases.shares import Share, shares_of, total_of
from storefront.shipping.carriers.base import carrier_service

INVALID, REFUSED = 422, 409
#: Checkouts opened and sent from one network that still renew a hold, in a period of seconds.
_MOST_HOLDS, _HOLDS_PERIOD = 120, 900
_NEVER_SHOWN = frozenset({"submission", "seen_total"})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@only_where_sold
def checkout(request: HttpRequest) -> HttpResponse:
    """Show the form with what was typed before; `action=place` places the order.

    `action=choose` keeps what was typed and leads back here, so that the page can be read again and left by the back
    button; any other action answers with the page at once.
    """
    is_sent = request.POST.get("action") == "place" and is_submission(request.POST.get("submission", ""))
    if not (is_sent and request.basket.pk):
        earlier = _sent_before(request)
        if earlier is not None:
            return _done(request, earlier)
    typed = _typed(request)
    request.place = settle(typed)
    if request.method == "POST" and request.place.province is not None:
        visitors.remember_province(request, request.place.province.code)
    if is_sent and request.basket.pk:
        return _place(request, typed)
    shares = _shares(request, typed)
    if not shares:
        return _nothing_left(request, _("Giỏ hàng đang trống, chưa có gì để đặt."))
    if request.POST.get("action") == "choose":
        return redirect("checkout:index")
    if request.POST.get("action") != "place":
        return _page(request, _shown_form(request, shares, typed))
    form = _sent_form(request, shares)
    form.is_valid()
    return _page(request, form, status=INVALID)


def _shares(request: HttpRequest, typed: Mapping[str, str]) -> list[Share]:
    deliveries = chosen_deliveries(typed)
    return shares_of(
        request.basket, province=request.place.province, user=request.user, deliveries=deliveries
    )


def _place(request: HttpRequest, typed: Mapping[str, str]) -> HttpResponse:
    """Order what the form says, read once, when the goods are locked; a refusal is shown by what holds after it."""
    if carrier_service() is not None:
        total_of(_shares(request, typed))  # whoever is asked for a charge is asked before anything is locked
    read: list[CheckoutForm] = []
    asked = Asked(
        partial(_agreed, request, read),
        province=request.place.province,
        submission=typed["submission"],
        deliveries=chosen_deliveries(typed),
        touchpoint=touchpoints.pick_up(request),
        user=request.user,
        language=translation.get_language(),
    )
    try:
        placed = place_asked(request.basket, asked)
    except BasketGoneError as refusal:
        return _nothing_left(request, refusal.message)
    except DomainError as refusal:
        form = _sent_form(request, _shares(request, typed))
        if not form.is_valid():
            return _page(request, form, status=INVALID)
        if form.cleaned_data["seen_total"] is None:
            return _page(request, form, status=REFUSED, asks_again=True)
        return _page(request, form, status=REFUSED, refusal=refusal)
    if placed.created and read[-1].cleaned_data.get("save_address"):
        save_address(request.user, read[-1].shopper)
    return _done(request, placed.group)


class NotAgreedError(DomainError):
    """The form as sent agrees to nothing yet: a field is wrong, or the total was never shown."""


def _agreed(request: HttpRequest, read: list[CheckoutForm], shares: list[Share]) -> Agreed:
    """What the form sent agrees to. Raises `NotAgreedError`; the form itself is left in `read`."""
    form = _sent_form(request, shares)
    if not form.is_valid() or form.cleaned_data["seen_total"] is None:
        raise NotAgreedError(_("Hãy xem lại những chỗ được nhắc."), code="form-invalid")
    read.append(form)
    return Agreed(form.shopper, form.cleaned_data["seen_total"], form.payments, form.on_placed)


def _hold(request: HttpRequest, shares: list[Share]) -> None:
    """Keep the goods for this shopper from now on. Who opens checkouts by the dozen holds nothing more.

    Done wherever the page is shown; an order that goes through at once has no use for it.
    """
    if request.method == "HEAD":
        return
    lines = [item.line for share in shares for item in share.items if not item.refusal]
    is_whole = all(share.is_sellable for share in shares)
    request.held_until = fresh_hold(lines) if is_whole else None
    if request.held_until:
        return
    try:
        count_try("stock-hold", client_network(request), most=_MOST_HOLDS, seconds=_HOLDS_PERIOD)
    except TooOftenError:
        return
    request.held_until = hold_lines(request.basket, lines)


def _nothing_left(request: HttpRequest, message: str | Promise) -> HttpResponse:
    """Lead to what was just ordered from this browser, else to the empty basket, saying `message` there."""
    placed = visitors.just_placed(request)
    if placed is None:
        messages.info(request, message)
        return redirect("basket:summary")
    at = date_format(timezone.localtime(placed.placed_at), "H:i")
    messages.info(request, _("Giỏ hàng này đã được đặt lúc %(at)s, không đặt thêm lần nữa.") % {"at": at})
    return redirect(placed)


def _done(request: HttpRequest, group: OrderGroup) -> HttpResponse:
    visitors.remember(request, group)
    drafts.forget(request)
    response = count.forget(redirect(group))
    response.delete_cookie(settings.OSCAR_BASKET_COOKIE_OPEN)
    return response


def _sent_before(request: HttpRequest) -> OrderGroup | None:
    submission = request.POST.get("submission", "")
    return OrderGroup.objects.filter(submission=submission).first() if is_submission(submission) else None


def _typed(request: HttpRequest) -> dict[str, str]:
    """What stands in the form: sent now, else typed before, else the address used last. What is sent is kept."""
    before = drafts.read(request)
    if request.method != "POST":
        return before or typed_from(request.user)
    typed = {name: str(value) for name, value in request.POST.items()}
    saved = typed.get("saved_address", "")
    if saved and saved != before.get("saved_address") and typed.get("action") != "place":
        typed |= typed_from(request.user, saved)
    drafts.keep(request, typed)
    return typed


def _extras(request: HttpRequest, shares: list[Share]) -> dict[str, Any]:
    return {"shares": shares, "on": timezone.localdate(), "user": request.user}


def _sent_form(request: HttpRequest, shares: list[Share]) -> CheckoutForm:
    """The form as sent, to be checked; a commune found by its name counts as chosen."""
    data = request.POST.copy()
    if request.place.commune and not data.get("commune"):
        data["province"], data["commune"] = request.place.province.code, request.place.commune
    return CheckoutForm(data, province=request.place.province, **_extras(request, shares))


def _shown_form(request: HttpRequest, shares: list[Share], typed: Mapping[str, str]) -> CheckoutForm:
    """The form with what was typed, unchecked."""
    place = request.place
    initial = {name: value for name, value in typed.items() if name not in _NEVER_SHOWN}
    initial |= {"submission": request.POST.get("submission") or new_submission(), "commune": place.commune}
    initial["province"] = place.province.code if place.province else initial.get("province", "")
    return CheckoutForm(initial=initial, province=place.province, only=place.only, **_extras(request, shares))


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
        "place": request.place,
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
