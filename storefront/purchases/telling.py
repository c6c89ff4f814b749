"""Telling shopper and producer what happened to an order: once per event, person and channel."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from storefront.channels.base import Message, Recipient
from storefront.channels.notices import send_written, write_notices
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.models import OrderEvent, OrderNotice

logger = logging.getLogger(__name__)
SHOPPER, PRODUCER = OrderNotice.Audience.SHOPPER, OrderNotice.Audience.PRODUCER


@task(backend="letters")
def tell(event_pk: int) -> int:
    """Send the notices written for an event and return how many messages went out.

    Safe to run twice: each notice is taken before it is sent. A channel that is down costs nothing but the message;
    `telling_again.tell_again` sends it later.
    """
    event = (
        OrderEvent.objects.select_related("order__group", "order__producer__commune__province")
        .filter(pk=event_pk)
        .first()
    )
    if event is None:
        logger.warning("order event gone before its notices")
        return 0
    return send_written(
        OrderNotice,
        event,
        recipient_of=partial(_recipient, event),
        message_of=partial(message_of, event),
    )


def tell_of(event: OrderEvent) -> None:
    """Tell whom the event concerns once its transaction stands; written down within it, so that nobody is forgotten."""
    write_notices(OrderNotice, event, audiences_of(event))
    transaction.on_commit(partial(tell.enqueue, event.pk), robust=True)


def audiences_of(event: OrderEvent) -> list[str]:
    """Who is told: whoever did not do it. What time did concerns both. A purchase has letters of its own."""
    if event.move == lifecycle.PLACE:
        return []
    told = []
    if event.actor != Actor.SHOPPER:
        told.append(SHOPPER)
    if event.actor != Actor.PRODUCER:
        told.append(PRODUCER)
    return told


def _recipient(event: OrderEvent, audience: str) -> Recipient:
    order = event.order
    if audience == SHOPPER:
        group = order.group
        return Recipient(group.shopper_name, group.email, group.phone) if group else Recipient("")
    producer = order.producer
    return Recipient(producer.name, producer.email, producer.phone) if producer else Recipient("")


def _parcel(event: OrderEvent) -> Any:
    """The order's parcel, for an event that tells of one."""
    if not event.facts.get("tracking_number"):
        return None
    return event.order.parcels.filter(replaced_at=None).select_related("carrier").first()


def message_of(event: OrderEvent, audience: str, recipient: Recipient) -> Message:
    """What `audience` is told of the event, in Vietnamese."""
    order = event.order
    with translation.override(settings.LANGUAGE_CODE):
        own = (
            order.group.get_absolute_url()
            if audience == SHOPPER
            else reverse("portal:order", args=[order.number])
        )
        link = settings.PUBLIC_BASE_URL + own
        context = {
            "event": event,
            "order": order,
            "told": lifecycle.told_of(event.move),
            "audience": audience,
            "recipient": recipient,
            "link": link,
            "parcel": _parcel(event),
            "shop": settings.OSCAR_SHOP_NAME,
        }
        subject = " ".join(render_to_string("emails/order_moved.subject.txt", context).split())
        short = f"{settings.OSCAR_SHOP_NAME}: {subject} {link}".strip()
        return Message(
            subject=subject,
            short=short,
            text=render_to_string("emails/order_moved.txt", context),
            html=render_to_string("emails/order_moved.html", context),
        )
