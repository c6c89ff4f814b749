"""What the shop asks of a carrier, and the adapter for one that speaks signed HTTP."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings

from storefront.shipping.carriers.signing import sign

_PATIENCE = 5  # seconds
_LONGEST = 65_536


class CarrierError(Exception):
    """The carrier did not answer, or not as agreed: nothing was booked that we know of."""


@dataclass(frozen=True)
class Quote:
    """What the carrier asks, in whole đồng, and how long it takes, in days."""

    charge: int
    days_min: int
    days_max: int


class CarrierService(Protocol):
    """One carrier's service."""

    code: str

    def quote(self, *, grams: int, origin: str, destination: str) -> Quote:
        """Ask what a parcel costs between two provinces (codes). Raises `CarrierError`."""

    def book(self, *, reference: str, grams: int, destination: str, collect: int) -> str:
        """Book a parcel and return its number; the same `reference` again returns the same. Raises `CarrierError`."""


class SignedHttpCarrier:
    """`POST /quote` and `POST /book` with signed JSON."""

    def __init__(self, code: str, *, url: str, key: str) -> None:
        self.code, self._url, self._key = code, url, key

    def quote(self, *, grams: int, origin: str, destination: str) -> Quote:
        told = self._ask("/quote", {"grams": grams, "origin": origin, "destination": destination})
        try:
            return Quote(int(told["charge"]), int(told["days_min"]), int(told["days_max"]))
        except (KeyError, TypeError, ValueError) as error:
            raise CarrierError("answer not understood") from error

    def book(self, *, reference: str, grams: int, destination: str, collect: int) -> str:
        asked = {"reference": reference, "grams": grams, "destination": destination, "collect": collect}
        number = self._ask("/book", asked).get("number")
        if not isinstance(number, str) or not number:
            raise CarrierError("answer not understood")
        return number

    def _ask(self, path: str, told: dict[str, Any]) -> dict[str, Any]:
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
            with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 -- as above
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
