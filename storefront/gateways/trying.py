"""Trying a key: we call its own public address as the service would, with a movement that is no credit."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

from django.utils import timezone

from storefront.gateways.hooks import address_of
from storefront.gateways.models import BankHook
from storefront.payment.gateways import payos, sepay
from storefront.payment.gateways.base import VIETNAM

#: Marks a try of ours; it changes nothing but whether the call counts as the service's.
TRY_HEADER = "X-Key-Try"
_PATIENCE = 5  # seconds
_LONGEST = 10_000


def try_hook(hook: BankHook) -> int:
    """Call the key's address from here, signed with its secret; the answer's status, 0 without an answer.

    200: the address is reached and the secret is right. What is told is money that went out (SePay) or a payment that
    failed (payOS): nothing is noted whoever sends it. Raises `UnreadableSecretError`.
    """
    body, headers = _call(hook)
    request = urllib.request.Request(  # noqa: S310 -- our own public address
        address_of(hook), data=body, headers={"Content-Type": "application/json", TRY_HEADER: "1", **headers}
    )
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 -- as above
            answer.read(_LONGEST)
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return int(refusal.code)
    except (urllib.error.URLError, OSError, ValueError):
        return 0


def _call(hook: BankHook) -> tuple[bytes, dict[str, str]]:
    now = timezone.now()
    if hook.channel == BankHook.Channel.PAYOS:
        data: dict[str, Any] = {"code": "01", "desc": "try", "orderCode": 0, "amount": 0}
        told = {"code": "01", "success": False, "data": data, "signature": payos.sign(data, hook.secret)}
        return json.dumps(told).encode(), {}
    body = json.dumps(
        {
            "id": 0,
            "transferType": "out",
            "transferAmount": 0,
            "content": "try",
            "transactionDate": f"{now.astimezone(VIETNAM):%Y-%m-%d %H:%M:%S}",
        }
    ).encode()
    stamp = str(int(now.timestamp()))
    return body, {
        "X-SePay-Timestamp": stamp,
        "X-SePay-Signature": sepay.sign(body, stamp=stamp, secret=hook.secret),
    }
