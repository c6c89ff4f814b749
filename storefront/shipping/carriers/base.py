"""What the shop asks of a carrier, and the adapter for one that speaks signed HTTP."""

from __future__ import annotations

import base64
import json
import time
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from django.conf import settings

from storefront.shipping.carriers.signing import sign

_PATIENCE = 5  # seconds
_LONGEST = 2 * 1024 * 1024
#: What no parcel costs and no parcel takes: an answer above it is a mistake nobody shall pay for.
_MOST_CHARGE, _MOST_DAYS = 10_000_000, 90


class CarrierError(Exception):
    """The carrier did not answer, or not as agreed: nothing was booked that we know of."""


class TooLateError(CarrierError):
    """The carrier has fetched the parcel already."""


@dataclass(frozen=True)
class Quote:
    """What the carrier asks, in whole đồng, and how long it takes, in days."""

    charge: int
    days_min: int
    days_max: int


@dataclass(frozen=True)
class Party:
    """Who sends or receives, as a label shows it. `province` is a code."""

    name: str
    phone: str
    address: str
    province: str


@dataclass(frozen=True)
class Booking:
    """A parcel to be fetched; `collect` is the cash asked at the door, in đồng."""

    reference: str
    grams: int
    collect: int
    sender: Party
    recipient: Party


class CarrierService(Protocol):
    """One carrier's service."""

    code: str

    def quote(self, *, grams: int, origin: str, destination: str) -> Quote:
        """Ask what a parcel costs between two provinces (codes). Raises `CarrierError`."""

    def book(self, booking: Booking) -> str:
        """Book a parcel and return its number; the same `reference` again returns the same. Raises `CarrierError`."""

    def label(self, number: str) -> bytes:
        """The label of a booked parcel, a PDF. Raises `CarrierError`."""

    def cancel(self, number: str) -> None:
        """Call off a parcel that was not fetched; twice is once. Raises `CarrierError`, `TooLateError`."""


class SignedHttpCarrier:
    """`POST /quote`, `/book`, `/label` and `/cancel` with signed JSON."""

    def __init__(self, code: str, *, url: str, key: str) -> None:
        self.code, self._url, self._key = code, url, key

    def quote(self, *, grams: int, origin: str, destination: str) -> Quote:
        asked = {"grams": grams, "origin": origin, "destination": destination}
        told = self._ask("/quote", asked, patience=settings.OCOP_CARRIER_PATIENCE)
        figures = [told.get(name) for name in ("charge", "days_min", "days_max")]
        if not all(type(figure) is int for figure in figures):
            raise CarrierError("answer not understood")
        quote = Quote(*figures)
        if not (0 <= quote.charge <= _MOST_CHARGE and 1 <= quote.days_min <= quote.days_max <= _MOST_DAYS):
            raise CarrierError("answer out of bounds")
        return quote

    def book(self, booking: Booking) -> str:
        number = self._ask("/book", asdict(booking)).get("number")
        if not isinstance(number, str) or not number:
            raise CarrierError("answer not understood")
        return number

    def label(self, number: str) -> bytes:
        try:
            drawn = base64.b64decode(self._ask("/label", {"number": number})["pdf"], validate=True)
        except (KeyError, TypeError, ValueError) as error:
            raise CarrierError("answer not understood") from error
        if not drawn.startswith(b"%PDF-"):
            raise CarrierError("label is no PDF")
        return drawn

    def cancel(self, number: str) -> None:
        if self._ask("/cancel", {"number": number}).get("cancelled") is not True:
            raise TooLateError("fetched")

    def _ask(self, path: str, told: dict[str, Any], *, patience: float = _PATIENCE) -> dict[str, Any]:
        body, now = json.dumps(told).encode(), int(time.time())
        request = urllib.request.Request(  # noqa: S310 -- the address is the operator's own setting
            self._url + path,
            data=body,
            headers={
                "Content-Type": "application/json",
                "X-Timestamp": str(now),
                "X-Signature": sign(body, key=self._key, timestamp=now),
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=patience) as answer:  # noqa: S310 -- as above
                read = json.loads(answer.read(_LONGEST))
        except (urllib.error.URLError, OSError, ValueError) as error:
            raise CarrierError(type(error).__name__) from error
        if not isinstance(read, dict):
            raise CarrierError("answer not understood")
        return read


def carrier_service() -> CarrierService | None:
    """The carrier the operator switched on (`OCOP_CARRIER`, `_URL`, `_KEY`); None without one."""
    if not (settings.OCOP_CARRIER and settings.OCOP_CARRIER_URL and settings.OCOP_CARRIER_KEY):
        return None
    return SignedHttpCarrier(
        settings.OCOP_CARRIER, url=settings.OCOP_CARRIER_URL, key=settings.OCOP_CARRIER_KEY
    )
