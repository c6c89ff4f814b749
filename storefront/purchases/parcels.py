"""Recording the number of a parcel after the goods left, and correcting it: locked, noted, told once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.delivery.models import Parcel
from storefront.delivery.parcels import facts_of, keep_parcel
from storefront.errors import DomainError
from storefront.locks import locked
from storefront.order.models import Order
from storefront.purchases.lifecycle import Actor
from storefront.purchases.moving import note_event

#: States in which an order can have a parcel under way or about to be.
WITH_PARCEL = frozenset({Order.Status.CONFIRMED, Order.Status.PACKED, Order.Status.HANDED_OVER})


def record_parcel(
    order: Order,
    *,
    carrier: str,
    number: str,
    actor: str = Actor.PRODUCER,
    by: Any = None,
    at: datetime | None = None,
    is_booked: bool = False,
) -> Parcel:
    """Record or correct the parcel of an order and tell the shopper; the same again tells nobody.

    `carrier` is a carrier's code or name. While handing over, give `carrier_name` and `tracking_number` in the facts of
    the move instead: the parcel is then kept with it. Raises `DomainError` and changes nothing when the order has no
    parcel under way or the number is none.
    """
    moment = at or timezone.now()
    with transaction.atomic():
        (current,) = locked(Order.objects.filter(pk=order.pk))
        if current.status not in WITH_PARCEL:
            message = _("Đơn %(number)s đang ở trạng thái “%(status)s” nên không ghi mã vận đơn.") % {
                "number": current.number,
                "status": current.status_label,
            }
            raise DomainError(message, code="no-parcel-now", field="tracking_number")
        before = current.parcels.filter(replaced_at=None).first()
        parcel = keep_parcel(current, carrier=carrier, number=number, at=moment, is_booked=is_booked)
        if before is None or before.pk != parcel.pk:
            note_event(current, "tracking", actor=actor, by=by, facts=facts_of(parcel), at=moment)
    return parcel
