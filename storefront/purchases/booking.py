"""Booking an order's parcel with a carrier and calling it off. The carrier is asked while nothing is locked."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.delivery.models import Parcel
from storefront.errors import DomainError
from storefront.locks import locked
from storefront.order.models import Order
from storefront.payment.sources import balance_of
from storefront.purchases.lifecycle import Actor
from storefront.purchases.moving import note_event
from storefront.purchases.parcels import WITH_PARCEL, record_parcel
from storefront.shipping.carriers.base import Booking, CarrierError, CarrierService, Party
from storefront.shipping.methods import CARRIER

#: The parcel is still with the producer: it can be called off.
_BEFORE_FETCHED = frozenset({Order.Status.CONFIRMED, Order.Status.PACKED, Order.Status.CANCELLED})


def booked_parcel(order: Order) -> Parcel | None:
    """The parcel booked with a carrier that stands now."""
    return order.parcels.filter(replaced_at=None, is_booked=True).select_related("carrier").first()


def may_book(order: Any) -> bool:
    """Whether the order has a parcel for a carrier that none was asked to take yet."""
    promise = getattr(order, "delivery", None)
    goes_by_carrier = promise is None or promise.method == CARRIER
    is_ready = order.status in WITH_PARCEL and order.group is not None
    return is_ready and goes_by_carrier and not order.parcels.filter(replaced_at=None).exists()


def may_cancel(order: Any, parcel: Parcel | None) -> bool:
    """Whether the booking can still be called off."""
    return parcel is not None and parcel.is_booked and order.status in _BEFORE_FETCHED


def book_parcel(order: Order, service: CarrierService, *, by: Any = None) -> Parcel:
    """Book the order's parcel with a carrier and record its number; asked twice, it is one parcel.

    Raises `CarrierError` when the carrier does not answer and `DomainError` when the order has no parcel to send; the
    order is then as it was.
    """
    standing = booked_parcel(order)
    if standing is not None:
        return standing
    if not may_book(order):
        message = _("Đơn này không có kiện hàng nào cần gọi bên vận chuyển.")
        raise DomainError(message, code="nothing-to-book")
    number = service.book(_booking(order))
    try:
        return record_parcel(order, carrier=service.code, number=number, by=by, is_booked=True)
    except DomainError:
        _call_off(service, number)
        raise


def cancel_booking(order: Order, service: CarrierService, *, by: Any = None) -> Parcel:
    """Call off the parcel; its number is void from then on and the shopper is told.

    Raises `CarrierError` (`TooLateError` when it was fetched) and `DomainError`; the order is then as it was.
    """
    parcel = booked_parcel(order)
    if parcel is None or not may_cancel(order, parcel):
        message = _("Đơn này không có vận đơn nào huỷ được ở đây.")
        raise DomainError(message, code="nothing-to-cancel")
    service.cancel(parcel.number)
    with transaction.atomic():
        (current,) = locked(Order.objects.filter(pk=order.pk))
        now = timezone.now()
        rows = Parcel.objects.filter(pk=parcel.pk, replaced_at=None)
        if rows.update(replaced_at=now, cancelled_at=now):
            facts = {"carrier_name": parcel.carrier_name, "cancelled_number": parcel.number}
            note_event(current, "tracking_cancelled", actor=Actor.PRODUCER, by=by, facts=facts, at=now)
    parcel.refresh_from_db()
    return parcel


def _call_off(service: CarrierService, number: str) -> None:
    """The order moved on while the carrier was asked: nobody shall come for it."""
    try:
        service.cancel(number)
    except CarrierError:
        return


def _booking(order: Order) -> Booking:
    group, producer, promise = order.group, order.producer, getattr(order, "delivery", None)
    cancelled = order.parcels.filter(cancelled_at__isnull=False).count()
    address = [producer.address, str(producer.commune) if producer.commune else ""]
    return Booking(
        reference=f"{order.number}-{cancelled + 1}" if cancelled else order.number,
        grams=promise.grams if promise else 0,
        collect=0 if order.is_prepaid else balance_of(order).outstanding,
        sender=Party(
            producer.name,
            producer.phone,
            ", ".join(part for part in address if part),
            producer.province.code if producer.province else "",
        ),
        recipient=Party(group.shopper_name, group.phone, group.address_label, group.province.code),
    )
