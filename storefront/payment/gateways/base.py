"""What every adapter keeps to, and how it says no."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

#: Vietnam knows one time; the gateways write it without saying so.
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class ForgedError(Exception):
    """The call is not signed by whom it says it is from. Nothing in it may be believed."""


class UnreadableError(Exception):
    """Signed rightly, but not what the protocol promises; `args[0]` names the field."""


@dataclass(frozen=True)
class Credit:
    """Money that came into a bank account. `amount` in whole đồng; `reference` is the bank's own, `at` aware."""

    account: str
    reference: str
    amount: int
    memo: str
    at: datetime


@dataclass(frozen=True)
class Wanted:
    """What a shopper is to pay at a gateway: `reference` is ours and new each time; both moments aware."""

    reference: str
    amount: int
    info: str
    back: str
    address: str
    begun: datetime
    expires: datetime
    language: str = "vi"


@dataclass(frozen=True)
class Answer:
    """What a gateway says became of a payment. `amount` in đồng, `None` when it gave no whole number of them."""

    reference: str
    amount: int | None
    is_paid: bool
    is_in_doubt: bool
    code: str
    transaction: str
    bank: str
    at: datetime | None


class PaymentPage(Protocol):
    """A gateway the shopper is sent to (VNPay)."""

    code: str

    def address_of(self, wanted: Wanted) -> str:
        """Where to send the shopper."""

    def read(self, told: Mapping[str, str]) -> Answer:
        """What it says of a payment. Raises `ForgedError`."""


class BankNews(Protocol):
    """A service that watches a bank account and calls us (SePay, payOS)."""

    code: str

    def read(self, body: bytes, headers: Mapping[str, str], *, secret: str, at: datetime) -> Credit | None:
        """The credit a call tells of; None for a debit. Raises `ForgedError`, `UnreadableError`."""


def json_object(body: bytes) -> dict[str, Any]:
    """The JSON object in a body. Raises `UnreadableError`."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("body") from error
    if not isinstance(read, dict):
        raise UnreadableError("body")
    return read


def whole_amount(value: Any, field: str) -> int:
    """An amount as whole đồng above nothing; `1000.0` is whole, `1000.5` is not. Raises `UnreadableError`."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1 or value <= 0:
        raise UnreadableError(field)
    if value > 10**13:
        raise UnreadableError(field)
    return int(value)


def moment(value: Any, field: str, form: str = "%Y-%m-%d %H:%M:%S") -> datetime:
    """A moment written in Vietnamese time. Raises `UnreadableError`."""
    try:
        return datetime.strptime(str(value), form).replace(tzinfo=VIETNAM)
    except ValueError as error:
        raise UnreadableError(field) from error


def text(value: Any, field: str, *, most: int = 500) -> str:
    """A text of the protocol; None counts as empty. Raises `UnreadableError` for anything else or NUL."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise UnreadableError(field)
    if "\x00" in str(value):
        raise UnreadableError(field)
    return str(value)[:most]
