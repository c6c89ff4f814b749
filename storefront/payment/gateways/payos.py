"""payOS: a JSON call whose `signature` is the HMAC-SHA256 of its `data`, sorted `name=value` joined by `&`."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storefront.payment.gateways.base import (
    Credit,
    ForgedError,
    UnreadableError,
    json_object,
    moment,
    text,
    whole_amount,
)

_DONE = "00"


class PayOS:
    """The adapter. The signature covers no moment: a repeated call is known by the bank's reference."""

    code = "payos"

    def read(self, body: bytes, headers: Mapping[str, str], *, secret: str, at: datetime) -> Credit | None:
        """The credit a call tells of; None for a payment that failed. Raises `ForgedError`, `UnreadableError`."""
        told = json_object(body)
        data, signature = told.get("data"), told.get("signature")
        if not isinstance(data, dict) or not isinstance(signature, str):
            raise ForgedError(self.code)
        given = signature.lower().encode("utf-8", "replace")
        if not hmac.compare_digest(sign(data, secret).encode(), given):
            raise ForgedError(self.code)
        if data.get("code") != _DONE:
            return None
        if data.get("currency") not in (None, "", "VND"):
            raise UnreadableError("currency")
        account = text(data.get("accountNumber"), "accountNumber", most=40)
        reference = text(data.get("reference"), "reference", most=80)
        if not account or not reference:
            raise UnreadableError("accountNumber" if not account else "reference")
        return Credit(
            account=account,
            reference=reference,
            amount=whole_amount(data.get("amount"), "amount"),
            memo=text(data.get("description"), "description"),
            at=moment(data.get("transactionDateTime"), "transactionDateTime"),
        )


def sign(data: Mapping[str, Any], secret: str) -> str:
    """The signature of `data`, hexadecimal."""
    told = "&".join(f"{name}={_as_text(data[name])}" for name in sorted(data))
    return hmac.new(secret.encode(), told.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
