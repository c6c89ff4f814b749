"""Asking, once, whoever bought what they think: part of serving the order, never an advertisement (docs/reviews.md)."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation

from storefront.channels.base import Message, channels
from storefront.channels.notices import events_to_tell_again, send_once
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
    waiting = waiting.filter(group__isnull=False, group__erasure_request=None, review_reminders=None)
    return waiting.exclude(pk__in=Review.objects.values("order")).order_by("pk")


def remind(*, at: datetime | None = None, most: int = 500) -> int:
    """Send the reminders that are due and those that did not go out. Returns how many messages went out now."""
    again = events_to_tell_again(ReviewReminder, at=at, most=most)
    orders = list(_whole(orders_to_remind(at=at))[:most])
    orders += list(_whole(Order.objects.filter(pk__in=again, status=Order.Status.COMPLETED)))
    return sum(_send(order) for order in open_orders(orders) if not is_own(order))


def _whole(orders: QuerySet) -> QuerySet:
    return orders.select_related("group", "producer").prefetch_related("lines__product")


def _send(order: Order) -> int:
    recipient = recipient_of(order, Party.AUTHOR)
    if not bought_products(order):
        return 0
    return sum(
        send_once(
            ReviewReminder,
            event=order,
            audience=Party.AUTHOR,
            channel=channel,
            recipient=recipient,
            message=partial(reminder_of, order),
        )
        for channel in channels()
        if channel.reaches(recipient)
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
