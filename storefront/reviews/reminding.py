"""Asking, once, whoever bought what they think: part of serving the order, never an advertisement (docs/reviews.md)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from storefront.channels.base import Message, channels
from storefront.channels.notices import events_to_tell_again, send_written, write_notices
from storefront.locks import locked
from storefront.order.models import Order
from storefront.purchases.models import OrderEvent
from storefront.reviews.models import Party, Review, ReviewReminder
from storefront.reviews.rights import bought_products, is_own, open_orders
from storefront.reviews.telling import author_address, recipient_of, written

#: Whoever switches reminders on writes to nobody about orders older than this.
_NO_LATER = timedelta(days=30)


def orders_to_remind(*, at: datetime | None = None) -> QuerySet:
    """Orders completed `OCOP_REVIEW_REMINDER_DAYS` ago nobody was asked about and nobody wrote about, oldest first.

    None of a shopper who asked for deletion, and none at all when the setting is 0.
    """
    days = settings.OCOP_REVIEW_REMINDER_DAYS
    if days <= 0:
        return Order.objects.none()
    until = (at or timezone.now()) - timedelta(days=days)
    completed = OrderEvent.objects.filter(
        became=Order.Status.COMPLETED, at__lte=until, at__gt=until - _NO_LATER
    )
    waiting = Order.objects.filter(status=Order.Status.COMPLETED, pk__in=completed.values("order"))
    waiting = waiting.filter(group__isnull=False, group__erasure_request=None)
    asked = ReviewReminder.objects.values("event__order")
    return waiting.exclude(pk__in=asked).exclude(pk__in=Review.objects.values("order")).order_by("pk")


def remind(*, at: datetime | None = None, most: int = 500) -> int:
    """Write and send the reminders that are due, and send those that did not go out. Returns how many went out now."""
    again = events_to_tell_again(ReviewReminder, at=at, most=most)
    for order in open_orders(_whole(orders_to_remind(at=at))[:most]):
        recipient = recipient_of(order, Party.AUTHOR)
        is_reached = any(channel.reaches(recipient) for channel in channels())
        if is_reached and bought_products(order) and not is_own(order):
            again.append(_write(order))
    events = OrderEvent.objects.filter(pk__in=[pk for pk in again if pk]).order_by("pk")
    return sum(_send(event) for event in events)


def _whole(orders: QuerySet) -> QuerySet:
    return orders.select_related("group", "producer").prefetch_related("lines__product")


def _write(order: Order) -> int | None:
    """Write the reminder once, whoever else runs: the order's row is the lock. Returns the event it hangs on."""
    with transaction.atomic():
        (current,) = locked(Order.objects.filter(pk=order.pk))
        if ReviewReminder.objects.filter(event__order=current).exists():
            return None
        event = current.events.filter(became=Order.Status.COMPLETED).order_by("-number")[0]
        write_notices(ReviewReminder, event, [Party.AUTHOR])
    return event.pk


def _send(event: OrderEvent) -> int:
    order = _whole(Order.objects.filter(pk=event.order_id)).get()
    if not open_orders([order]) or hasattr(order.group, "erasure_request"):
        return 0
    return send_written(
        ReviewReminder,
        event,
        recipient_of=lambda audience: recipient_of(order, audience),
        message_of=lambda _audience, _recipient: reminder_of(order),
    )


def reminder_of(order: Order) -> Message:
    """The letter: what was bought, a link for each, why it comes and that it comes once."""
    with translation.override(settings.LANGUAGE_CODE):
        rows = [
            (product.title, settings.PUBLIC_BASE_URL + author_address(order, product))
            for product in bought_products(order)
        ]
        context = {
            "order": order,
            "rows": rows,
            "link": rows[0][1],
            "shop": settings.OSCAR_SHOP_NAME,
        }
        return written("review_reminder", context)
