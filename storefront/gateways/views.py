"""The shopper's side of a payment at a gateway: off to it, and back. Coming back settles nothing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from storefront.errors import DomainError
from storefront.gateways.models import PaymentAttempt
from storefront.gateways.paying import begin_attempt
from storefront.gateways.words import told_of_code
from storefront.limits import count_try
from storefront.networks import client_address, client_network
from storefront.payment.gateways.base import Answer, ForgedError, Wanted
from storefront.payment.payees import vnpay
from storefront.purchases.reading import group_of_link
from storefront.purchases.tracking import sign_number

_TRIES, _PERIOD = 30, 900


@require_POST
@never_cache
def start(request: HttpRequest, signed: str) -> HttpResponse:
    """Begin a payment for the group of a signed link and send the shopper to VNPay."""
    group, shop = group_of_link(signed), vnpay()
    if group is None:
        return _private(render(request, "purchases/link_unknown.html", status=404))
    try:
        if shop is None:
            raise DomainError(_("Cổng VNPay đang tắt. Hãy liên hệ đơn vị vận hành."), code="gateway-off")
        count_try("payment-start", client_network(request), most=_TRIES, seconds=_PERIOD)
        attempt = begin_attempt(group, gateway=shop.code)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect(group)
    wanted = Wanted(
        reference=attempt.reference,
        amount=attempt.amount,
        info=f"Thanh toan luot mua {group.number}",
        back=settings.PUBLIC_BASE_URL + reverse("gateways:back"),
        address=client_address(request),
        begun=attempt.begun_at,
        expires=attempt.expires_at,
        language=get_language() or "vi",
    )
    return HttpResponseRedirect(shop.address_of(wanted))


@require_safe
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """Say how the payment stands, from our own books; what the address says is shown, never believed."""
    shop = vnpay()
    try:
        if shop is None:
            raise ForgedError("off")
        answer = shop.read(request.GET.dict())
    except ForgedError:
        return _private(render(request, "gateways/back_unknown.html", status=400))
    attempt = (
        PaymentAttempt.objects.select_related("group")
        .filter(gateway=shop.code, reference=answer.reference)
        .first()
    )
    if attempt is None:
        return _private(render(request, "gateways/back_unknown.html", status=404))
    return _private(render(request, "gateways/back.html", _standing(attempt, answer)))


def _standing(attempt: PaymentAttempt, answer: Answer) -> dict[str, Any]:
    """How a payment stands: paid in our books, on its way, being looked at, or not paid."""
    states = PaymentAttempt.State
    if attempt.state == states.BEGUN:
        standing = "waiting" if answer.is_paid or answer.is_in_doubt else "failed"
    else:
        standing = {states.PAID: "paid", states.REVIEW: "review"}.get(attempt.state, "failed")
    return {
        "attempt": attempt,
        "group": attempt.group,
        "signed": sign_number(attempt.group.number),
        "standing": standing,
        "why": told_of_code(attempt.code or answer.code),
    }


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
