"""Keeping a parcel of an order: its carrier and number. The order must be locked."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storefront.delivery.models import Carrier, Parcel
from storefront.errors import DomainError

_NUMBER = re.compile(r"\A[A-Z0-9][A-Z0-9._/-]{2,39}\Z")


def clean_number(text: str) -> str:
    """The number as carriers print it: upper case, no spaces. Raises `DomainError` for what is none."""
    number = "".join(text.split()).upper()
    if not _NUMBER.match(number):
        message = _("Mã vận đơn gồm 3 đến 40 chữ cái không dấu, chữ số, dấu chấm hay gạch, ví dụ GHN123456.")
        raise DomainError(message, code="tracking-invalid", field="tracking_number")
    return number


def find_carrier(text: str) -> Carrier | None:
    """The carrier of this code or name, if it is one we know."""
    wanted = " ".join(text.split())
    return Carrier.objects.filter(Q(code=wanted) | Q(name__iexact=wanted)).first() if wanted else None


def keep_parcel(order: Any, *, carrier: str, number: str, at: datetime, is_booked: bool = False) -> Parcel:
    """Keep the parcel under this number; one recorded before stays as history. The same once more changes nothing.

    `carrier` is a code or a name; a name we do not know is kept as it is. Raises `DomainError` for a bad number,
    and for another one while a parcel booked with a carrier was not called off.
    """
    cleaned, known = clean_number(number), find_carrier(carrier)
    name = known.name if known else " ".join(carrier.split())[:80]
    current = order.parcels.filter(replaced_at=None).first()
    if current is not None and (current.number, current.carrier_name) == (cleaned, name):
        return current
    if current is not None and current.is_booked:
        message = _("Đã gọi bên vận chuyển, mã %(number)s. Hãy huỷ vận đơn đó trước khi ghi mã khác.") % {
            "number": current.number
        }
        raise DomainError(message, code="parcel-booked", field="tracking_number")
    order.parcels.filter(replaced_at=None).update(replaced_at=at)
    return Parcel.objects.create(
        order=order,
        carrier=known,
        carrier_name=name,
        number=cleaned,
        recorded_at=at,
        is_booked=is_booked,
    )


def facts_of(parcel: Parcel) -> dict[str, str]:
    """What an event of the order tells of the parcel."""
    return {
        "carrier_name": parcel.carrier_name,
        "tracking_number": parcel.number,
        "tracking_link": parcel.link,
    }
