"""VNPay 2.1.0: the signed address of its payment page, and the signed answers it sends back.

Signing: drop the signature and what is empty, sort by name, `name=quote_plus(value)` joined by `&`, HMAC-SHA512.
Encoders of other languages differ on `~ * ( ) ! '`, so what we send keeps to plain letters, digits and blanks.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote_plus

from storefront.payment.gateways.base import VIETNAM, Answer, ForgedError, UnreadableError, Wanted, moment
from storefront.vietnamese import fold

VERSION = "2.1.0"
SUCCESS, SUSPICIOUS, CANCELLED = "00", "07", "24"
_SIGNATURE = ("vnp_SecureHash", "vnp_SecureHashType")
_WHEN = "%Y%m%d%H%M%S"


@dataclass(frozen=True)
class VNPay:
    """One shop at VNPay. `url` is the address of the payment page."""

    tmn_code: str
    secret: str
    url: str
    code = "vnpay"

    def address_of(self, wanted: Wanted) -> str:
        """The address of VNPay's page for one payment, signed."""
        told = {
            "vnp_Version": VERSION,
            "vnp_Command": "pay",
            "vnp_TmnCode": self.tmn_code,
            "vnp_Amount": str(wanted.amount * 100),
            "vnp_CurrCode": "VND",
            "vnp_TxnRef": wanted.reference,
            "vnp_OrderInfo": plain(wanted.info),
            "vnp_OrderType": "other",
            "vnp_Locale": "en" if wanted.language == "en" else "vn",
            "vnp_ReturnUrl": wanted.back,
            "vnp_IpAddr": wanted.address or "127.0.0.1",
            "vnp_CreateDate": when(wanted.begun),
            "vnp_ExpireDate": when(wanted.expires),
        }
        return f"{self.url}?{signed_text(told)}&vnp_SecureHash={sign(told, self.secret)}"

    def read(self, told: Mapping[str, str]) -> Answer:
        """What VNPay says of a payment, on its way back or by IPN. Raises `ForgedError`."""
        if not is_signed(told, self.secret) or told.get("vnp_TmnCode") != self.tmn_code:
            raise ForgedError(self.code)
        hundredths = told.get("vnp_Amount", "")
        is_number = hundredths.isascii() and hundredths.isdigit() and len(hundredths) < 16
        is_whole = is_number and int(hundredths) % 100 == 0
        code, status = told.get("vnp_ResponseCode", ""), told.get("vnp_TransactionStatus", "")
        return Answer(
            reference=told.get("vnp_TxnRef", ""),
            amount=int(hundredths) // 100 if is_whole else None,
            is_paid=code == SUCCESS and status == SUCCESS,
            is_in_doubt=code == SUSPICIOUS or status == SUSPICIOUS,
            code=code if code != SUCCESS else status,
            transaction=told.get("vnp_TransactionNo", ""),
            bank=told.get("vnp_BankCode", ""),
            at=_paid_at(told.get("vnp_PayDate", "")),
        )


def signed_text(told: Mapping[str, str]) -> str:
    """What is signed: sorted, encoded, without the signature and what is empty."""
    kept = sorted((name, value) for name, value in told.items() if name not in _SIGNATURE and value)
    return "&".join(f"{name}={quote_plus(value)}" for name, value in kept)


def sign(told: Mapping[str, str], secret: str) -> str:
    """HMAC-SHA512 over `signed_text`, hexadecimal."""
    return hmac.new(secret.encode(), signed_text(told).encode(), hashlib.sha512).hexdigest()


def is_signed(told: Mapping[str, str], secret: str) -> bool:
    """Whether `vnp_SecureHash` is ours for everything named `vnp_…`; other fields are not VNPay's and not read."""
    own = {name: value for name, value in told.items() if name.startswith("vnp_")}
    given = own.get("vnp_SecureHash", "").lower()
    return hmac.compare_digest(sign(own, secret).encode(), given.encode("utf-8", "replace"))


def plain(text: str) -> str:
    """Text every encoder writes alike: capitals without marks, digits, blanks."""
    return re.sub(r"[^0-9A-Z]+", " ", fold(text).upper()).strip()[:200]


def when(at: datetime) -> str:
    """A moment as VNPay writes it: `20261122103000`, in Vietnamese time."""
    return at.astimezone(VIETNAM).strftime(_WHEN)


def _paid_at(text: str) -> datetime | None:
    try:
        return moment(text, "vnp_PayDate", _WHEN)
    except UnreadableError:
        return None
