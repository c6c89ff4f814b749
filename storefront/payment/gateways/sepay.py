"""SePay: a JSON call for each movement on a bank account.

Either signed (`X-SePay-Signature: sha256=<hex>` over `<X-SePay-Timestamp>.<body>`, HMAC-SHA256) or with the key itself
(`Authorization: Apikey <key>`). A signature that is there must be right, and not older than five minutes.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from storefront.payment.gateways.base import (
    Credit,
    ForgedError,
    UnreadableError,
    json_object,
    moment,
    text,
    whole_amount,
)

_FRESH = 300  # seconds


class SePay:
    """The adapter; `headers` are looked up whatever their case."""

    code = "sepay"

    def read(self, body: bytes, headers: Mapping[str, str], *, secret: str, at: datetime) -> Credit | None:
        """The credit a call tells of; None for money that went out. Raises `ForgedError`, `UnreadableError`."""
        _check(body, headers, secret, at)
        told = json_object(body)
        if told.get("transferType") == "out":
            return None
        if told.get("transferType") != "in":
            raise UnreadableError("transferType")
        account = text(told.get("accountNumber"), "accountNumber", most=40)
        if not account:
            raise UnreadableError("accountNumber")
        reference = text(told.get("referenceCode"), "referenceCode", most=80)
        if not reference and not text(told.get("id"), "id"):
            raise UnreadableError("referenceCode")
        return Credit(
            account=account,
            reference=reference or f"SEPAY{told['id']}",
            amount=whole_amount(told.get("transferAmount"), "transferAmount"),
            memo=text(told.get("content"), "content") or text(told.get("description"), "description"),
            at=moment(told.get("transactionDate"), "transactionDate"),
        )


def sign(body: bytes, *, stamp: str, secret: str) -> str:
    """The value of `X-SePay-Signature`."""
    return "sha256=" + hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()


def _check(body: bytes, headers: Mapping[str, str], secret: str, at: datetime) -> None:
    known = {name.lower(): value for name, value in headers.items()}
    if "x-sepay-signature" in known:
        stamp = known.get("x-sepay-timestamp", "")
        is_number = stamp.isascii() and stamp.isdigit() and len(stamp) < 12
        right = hmac.compare_digest(
            sign(body, stamp=stamp, secret=secret).encode(), known["x-sepay-signature"].encode()
        )
        if not (right and is_number and abs(at.timestamp() - int(stamp)) <= _FRESH):
            raise ForgedError("sepay")
        return
    kind, _blank, key = known.get("authorization", "").partition(" ")
    if not (kind.lower() == "apikey" and hmac.compare_digest(secret.encode(), key.strip().encode())):
        raise ForgedError("sepay")
