"""What a carrier tells of a parcel."""

from __future__ import annotations

import json
import time

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from storefront.delivery.models import Carrier, CarrierCall, Parcel
from storefront.delivery.parcels import clean_number
from storefront.errors import DomainError
from storefront.purchases.lifecycle import COME_BACK, DELIVER, Actor
from storefront.purchases.moving import move_order
from storefront.shipping.carriers.signing import is_signed

_MOVES = {"delivered": DELIVER, "returned": COME_BACK}
_STATUSES = frozenset({"under_way", *_MOVES})


@csrf_exempt
@require_POST
def carrier_call(request: HttpRequest, code: str) -> JsonResponse:
    """Take a carrier's signed message about a parcel; the same message again is answered the same and does nothing.

    401 for what is not signed with the carrier's key, 400 for what is not understood, 404 for a parcel not
    ours, 409 when the order cannot make the move now: the carrier may send it again later.
    """
    is_ours = bool(settings.OCOP_CARRIER) and code == settings.OCOP_CARRIER
    timestamp, signature = request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", "")
    key = settings.OCOP_CARRIER_KEY if is_ours else ""
    if not is_signed(request.body, key=key, timestamp=timestamp, signature=signature, now=int(time.time())):
        return JsonResponse({"error": "signature"}, status=401)
    told = _read(request.body)
    carrier = Carrier.objects.filter(code=code).first()
    if told is None or carrier is None:
        return JsonResponse({"error": "not understood"}, status=400)
    parcel = Parcel.objects.filter(carrier=carrier, number=told["number"], replaced_at=None).first()
    if parcel is None:
        return JsonResponse({"error": "no such parcel"}, status=404)
    try:
        outcome = _take(carrier, parcel, told)
    except DomainError as refusal:
        return JsonResponse({"error": refusal.code}, status=409)
    return JsonResponse({"outcome": outcome})


def _read(body: bytes) -> dict[str, str] | None:
    try:
        read = json.loads(body)
        told = {name: read[name] for name in ("reference", "number", "status")}
        told["number"] = clean_number(told["number"])
    except (ValueError, KeyError, TypeError, AttributeError, DomainError):
        return None
    is_whole = all(isinstance(value, str) for value in told.values()) and 0 < len(told["reference"]) <= 80
    return told if is_whole and told["status"] in _STATUSES else None


def _take(carrier: Carrier, parcel: Parcel, told: dict[str, str]) -> str:
    """Make the move and note the message in one transaction. Raises `DomainError` when the move is not open."""
    move = _MOVES.get(told["status"])
    outcome = move.code if move else "noted"
    try:
        with transaction.atomic():
            CarrierCall.objects.create(carrier=carrier, outcome=outcome, **told)
            if move is not None:
                facts = {"carrier_reference": told["reference"]}
                move_order(parcel.order, move, actor=Actor.CARRIER, facts=facts)
    except IntegrityError:
        return "repeated"
    return outcome
