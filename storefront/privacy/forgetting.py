"""Blanking personal data once the law no longer wants them kept, and at once what nothing wants kept.

What remains stays whole: orders with their lines, money and states, complaints with their kinds and moments; only
who it was, where they live and what they wrote is gone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from storefront.complaints.models import Complaint, ComplaintEvent, ComplaintFile
from storefront.locks import locked
from storefront.order.models import Order, OrderNote, ShippingAddress
from storefront.privacy.consents import withdraw
from storefront.privacy.models import Consent, ErasureRequest, Forgetting
from storefront.purchases.models import MoneyEntry, OrderEvent, OrderGroup
from storefront.reviews.forgetting import forget_reviews
from storefront.transfers.models import BankTransfer

logger = logging.getLogger(__name__)
_BLANK_ADDRESS = dict.fromkeys(
    ("title", "first_name", "last_name", "line1", "line2", "line3", "postcode", "search_text", "notes"), ""
) | {"phone_number": ""}


def keep_until(group: OrderGroup) -> date:
    """The last day the group is kept for: the keeping time after the last thing that happened to one of its orders."""
    last = OrderEvent.objects.filter(order__group=group).aggregate(last=Max("at"))["last"]
    return timezone.localdate(last or group.placed_at) + timedelta(days=settings.OCOP_KEEP_ORDERS_DAYS)


def groups_to_forget(*, at: datetime | None = None) -> QuerySet:
    """Groups nothing happened to for the whole keeping time, with no complaint still open."""
    before = (at or timezone.now()) - timedelta(days=settings.OCOP_KEEP_ORDERS_DAYS)
    recent = OrderEvent.objects.filter(at__gte=before).values("order__group")
    unsettled = Complaint.objects.exclude(state="closed").filter(order__isnull=False).values("order__group")
    old = OrderGroup.objects.filter(placed_at__lt=before, forgetting=None)
    return old.exclude(pk__in=recent).exclude(pk__in=unsettled).order_by("pk")


def complaints_to_forget(*, at: datetime | None = None) -> QuerySet:
    """Complaints without an order that were closed for the whole keeping time."""
    before = (at or timezone.now()) - timedelta(days=settings.OCOP_KEEP_ORDERS_DAYS)
    return Complaint.objects.filter(order=None, forgotten_at=None, closed_at__lt=before).order_by("pk")


def forget_old(*, at: datetime | None = None) -> Iterator[OrderGroup | Complaint]:
    """Forget everything whose time is over, each in a transaction of its own, and yield what was forgotten."""
    for group in list(groups_to_forget(at=at)):
        forget_group(group, ground=Forgetting.Ground.TIME)
        yield group
    for complaint in list(complaints_to_forget(at=at)):
        with transaction.atomic():
            files = forget_complaints(Complaint.objects.filter(pk=complaint.pk))
            transaction.on_commit(lambda files=files: _delete(files))
        yield complaint


def forget_group(group: OrderGroup, *, ground: str) -> Forgetting:
    """Blank whoever placed a group, wherever they stand. Twice is once."""
    with transaction.atomic():
        (current,) = locked(OrderGroup.objects.filter(pk=group.pk))
        done = Forgetting.objects.filter(group=current).first()
        if done is not None:
            return done
        orders = Order.objects.filter(group=current)
        complaints = Complaint.objects.filter(order__in=orders)
        counts = {"orders": orders.count(), "complaints": complaints.count()}
        counts["reviews"] = forget_reviews(orders)
        files = forget_complaints(complaints)
        _blank_orders(orders)
        _blank_consents(current)
        OrderGroup.objects.filter(pk=current.pk).update(
            shopper_name="", phone="", email="", street="", note="", user=None
        )
        done = Forgetting.objects.create(group=current, ground=ground, counts=counts, at=timezone.now())
        transaction.on_commit(lambda: _delete(files))
    logger.info("personal data forgotten", extra={"group": current.number, "ground": str(ground)})
    return done


def forget_complaints(complaints: QuerySet) -> list[ComplaintFile]:
    """Blank who complained and every word and file of the thread. Returns the files, to be deleted from disk."""
    pks = list(complaints.values_list("pk", flat=True))
    files = ComplaintFile.objects.filter(event__complaint__in=pks)
    kept = list(files)
    files.delete()
    ComplaintEvent.objects.filter(complaint__in=pks).update(text="")
    ComplaintEvent.objects.filter(complaint__in=pks, party="shopper").update(by=None)
    blank = dict.fromkeys(("name", "phone", "email", "text", "seen_at"), "")
    Complaint.objects.filter(pk__in=pks).update(**blank, user=None, forgotten_at=timezone.now())
    return kept


def ask_erasure(group: OrderGroup) -> ErasureRequest:
    """Do at once what can be done, and note the rest: consents end and lose their addresses, note and reviews go.

    The order itself is kept as long as the law wants it (`keep_until`), then forgotten like every other.
    """
    with transaction.atomic():
        (current,) = locked(OrderGroup.objects.filter(pk=group.pk))
        for consent in Consent.objects.filter(group=current):
            withdraw(consent)
        _blank_consents(current)
        forget_reviews(Order.objects.filter(group=current))
        OrderGroup.objects.filter(pk=current.pk).update(note="")
        ShippingAddress.objects.filter(order__group=current).update(notes="")
        request, is_new = ErasureRequest.objects.get_or_create(
            group=current, defaults={"asked_at": timezone.now(), "due_on": keep_until(current)}
        )
    if is_new:
        logger.info("erasure asked for", extra={"group": current.number})
    return request


def _blank_consents(group: OrderGroup) -> None:
    consents = Consent.objects.filter(group=group)
    consents.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    consents.update(email="", phone="", user=None)


def _blank_orders(orders: QuerySet) -> None:
    pks = list(orders.values_list("pk", flat=True))
    ShippingAddress.objects.filter(order__in=pks).update(**_BLANK_ADDRESS)
    Order.objects.filter(pk__in=pks).update(guest_email="", user=None)
    OrderNote.objects.filter(order__in=pks).update(message="")
    events = OrderEvent.objects.filter(order__in=pks)
    events.update(reason="")
    events.filter(actor="shopper").update(by=None)
    MoneyEntry.objects.filter(order__in=pks).update(note="")
    BankTransfer.objects.filter(order__in=pks).update(memo="")


def _delete(files: list[ComplaintFile]) -> None:
    for row in files:
        row.file.delete(save=False)
