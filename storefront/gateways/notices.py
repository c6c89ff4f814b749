"""Where gateways and banks call us. No cookies, no pages: a signature is the only right."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from storefront.errors import DomainError
from storefront.gateways.hooks import hook_at, is_account_of, note_call
from storefront.gateways.models import BankHook
from storefront.gateways.paying import NoticeRefusedError, settle
from storefront.gateways.trying import TRY_HEADER
from storefront.limits import TooOftenError, count_try
from storefront.networks import client_network
from storefront.payment.gateways.base import BankNews, Credit, ForgedError, UnreadableError
from storefront.payment.gateways.payos import PayOS
from storefront.payment.gateways.sepay import SePay
from storefront.payment.payees import vnpay
from storefront.sealing import UnreadableSecretError
from storefront.transfers.receiving import Told, receive_transfer

logger = logging.getLogger(__name__)
_LARGEST = 64 * 1024
_WRONG_CALLS, _PERIOD = 60, 900
_ADAPTERS: dict[str, BankNews] = {adapter.code: adapter for adapter in (SePay(), PayOS())}
_IPN = {
    "00": "Confirm Success",
    "01": "Order not found",
    "02": "Order already confirmed",
    "04": "Invalid amount",
    "97": "Invalid Checksum",
    "99": "Unknown error",
}
_REFUSED = {"unknown": "01", "amount": "04", "known": "02"}


@require_GET
@never_cache
def vnpay_ipn(request: HttpRequest) -> JsonResponse:
    """VNPay's own server tells how a payment ended: checksum, then order, then amount, then whether known."""
    code = _ipn_code(request)
    return JsonResponse({"RspCode": code, "Message": _IPN[code]})


def _ipn_code(request: HttpRequest) -> str:
    try:
        shop = vnpay()
        if shop is None:
            return "97"
        settle(shop.read(_single(request)), gateway=shop.code)
    except ForgedError:
        logger.warning("forged payment notice")
        return "97"
    except NoticeRefusedError as refusal:
        return _REFUSED[refusal.args[0]]
    except Exception:
        # Whatever happened, VNPay is to call again.
        logger.exception("payment notice not settled")
        return "99"
    return "00"


def _single(request: HttpRequest) -> dict[str, str]:
    """The fields of the address. Raises `ForgedError` where one stands twice: only one of them can be signed."""
    told = {name: values for name, values in request.GET.lists() if name.startswith("vnp_")}
    if any(len(values) != 1 for values in told.values()):
        raise ForgedError("vnpay")
    return {name: values[0] for name, values in told.items()}


@csrf_exempt
@require_POST
@never_cache
def bank_news(request: HttpRequest, channel: str, address: str) -> HttpResponse:
    """A service tells of a movement on a bank account (answers: docs/payments.md)."""
    hook = hook_at(channel, address)
    if hook is None:
        return _refuse(request, 404, "unknown-address")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > _LARGEST:
        return _refuse(request, 413, "too-large")
    try:
        credit = _ADAPTERS[channel].read(request.body, request.headers, secret=hook.secret, at=timezone.now())
    except UnreadableSecretError:
        logger.error("secret of a bank hook cannot be read", extra={"hook": hook.pk})
        return JsonResponse({"success": False, "code": "secret-unreadable"}, status=503)
    except ForgedError:
        logger.warning("forged bank news", extra={"channel": channel})
        return _refuse(request, 401, "signature-wrong")
    except UnreadableError as refusal:
        return _refuse(request, 422, "unreadable", field=refusal.args[0])
    return _receive(hook, credit, is_try=TRY_HEADER in request.headers)


def _receive(hook: BankHook, credit: Credit | None, *, is_try: bool) -> JsonResponse:
    """Take a credit. A try of ours, which tells of none, does not count as the service having called."""
    if not (credit is None and is_try):
        note_call(hook)
    if credit is None or not is_account_of(hook, credit.account):
        return JsonResponse({"success": True, "outcome": "ignored"})
    told = Told(
        account=credit.account,
        reference=credit.reference,
        amount=credit.amount,
        memo=credit.memo,
        at=credit.at,
    )
    try:
        received = receive_transfer(told, producer=hook.producer, channel=hook.channel)
    except DomainError as refusal:
        return JsonResponse({"success": False, "code": refusal.code}, status=409)
    return JsonResponse(
        {"success": True, "outcome": received.transfer.outcome if received.created else "known"}
    )


def _refuse(request: HttpRequest, status: int, code: str, **more: Any) -> JsonResponse:
    """Say no; from one network so often only, then no more than that it is too often."""
    try:
        count_try("bank-news-refused", client_network(request), most=_WRONG_CALLS, seconds=_PERIOD)
    except TooOftenError as refusal:
        answer = JsonResponse({"success": False, "code": refusal.code}, status=429)
        answer["Retry-After"] = str(refusal.wait)
        return answer
    return JsonResponse({"success": False, "code": code, **more}, status=status)
