"""VNPay's part: checks what a shop asks for as VNPay does, and answers signed. Pure but for its memory."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from storefront.payment.gateways.base import UnreadableError, moment
from storefront.payment.gateways.vnpay import VERSION, is_signed, sign, when

_NEEDED = (
    "vnp_Version",
    "vnp_Command",
    "vnp_TmnCode",
    "vnp_Amount",
    "vnp_CurrCode",
    "vnp_TxnRef",
    "vnp_OrderInfo",
    "vnp_OrderType",
    "vnp_Locale",
    "vnp_ReturnUrl",
    "vnp_IpAddr",
    "vnp_CreateDate",
    "vnp_ExpireDate",
    "vnp_SecureHash",
)
#: What a shopper can do on the page: the response code and the status of the transaction.
OUTCOMES = {
    "paid": ("00", "00"),
    "failed": ("51", "02"),
    "cancelled": ("24", "02"),
    "suspicious": ("07", "07"),
}


class AskedWronglyError(Exception):
    """VNPay would show an error page instead of a payment page; `args[0]` is its code."""


@dataclass
class StandInVNPay:
    """One shop's account there. `known` are the references used before: none is taken twice."""

    tmn_code: str
    secret: str
    known: dict[str, str] = field(default_factory=dict)
    _numbers: itertools.count = field(default_factory=lambda: itertools.count(14_000_001))

    def open(self, asked: Mapping[str, str], *, at: datetime) -> None:
        """Check a payment as asked for. Raises `AskedWronglyError`: `missing`, `checksum`, `shop`, `amount`, …"""
        missing = [name for name in _NEEDED if not asked.get(name)]
        if missing:
            raise AskedWronglyError("missing", missing[0])
        if not is_signed(asked, self.secret):
            raise AskedWronglyError("checksum")
        if asked["vnp_TmnCode"] != self.tmn_code:
            raise AskedWronglyError("shop")
        if (asked["vnp_Version"], asked["vnp_Command"], asked["vnp_CurrCode"]) != (VERSION, "pay", "VND"):
            raise AskedWronglyError("protocol")
        amount = asked["vnp_Amount"]
        if not (amount.isascii() and amount.isdigit() and int(amount) > 0 and int(amount) % 100 == 0):
            raise AskedWronglyError("amount")
        if not asked["vnp_OrderInfo"].isascii():
            raise AskedWronglyError("info")
        try:
            expires = moment(asked["vnp_ExpireDate"], "vnp_ExpireDate", "%Y%m%d%H%M%S")
        except UnreadableError as error:
            raise AskedWronglyError("date") from error
        if at >= expires:
            raise AskedWronglyError("expired")
        if asked["vnp_TxnRef"] in self.known:
            raise AskedWronglyError("repeated")

    def finish(self, asked: Mapping[str, str], outcome: str, *, at: datetime) -> dict[str, str]:
        """End a payment and return what VNPay tells of it, signed. Raises `AskedWronglyError`."""
        self.open(asked, at=at)
        code, status = OUTCOMES[outcome]
        self.known[asked["vnp_TxnRef"]] = outcome
        is_taken = code != "24"
        told = {
            "vnp_Amount": asked["vnp_Amount"],
            "vnp_BankCode": "NCB",
            "vnp_BankTranNo": f"VNP{next(self._numbers)}" if is_taken else "",
            "vnp_CardType": "ATM",
            "vnp_OrderInfo": asked["vnp_OrderInfo"],
            "vnp_PayDate": when(at),
            "vnp_ResponseCode": code,
            "vnp_TmnCode": self.tmn_code,
            "vnp_TransactionNo": str(next(self._numbers)) if is_taken else "0",
            "vnp_TransactionStatus": status,
            "vnp_TxnRef": asked["vnp_TxnRef"],
        }
        told = {name: value for name, value in told.items() if value}
        return {**told, "vnp_SecureHash": sign(told, self.secret)}
