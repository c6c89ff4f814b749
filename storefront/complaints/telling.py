"""Telling everybody a step of a complaint concerns: once per event, person and channel."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from storefront.channels.base import Message, Recipient
from storefront.channels.notices import events_to_tell_again, send_written, write_notices
from storefront.complaints.lifecycle import RECEIVE, SEND, Party, State
from storefront.complaints.models import ComplaintEvent, ComplaintNotice

logger = logging.getLogger(__name__)


@task()
def tell(event_pk: int) -> int:
    """Send the notices written for an event and return how many messages went out. Safe to run twice."""
    events = ComplaintEvent.objects.select_related("complaint__producer", "complaint__order")
    event = events.filter(pk=event_pk).first()
    if event is None:
        logger.warning("complaint event gone before its notices")
        return 0
    return send_written(
        ComplaintNotice,
        event,
        recipient_of=partial(recipient_of, event),
        message_of=partial(message_of, event),
    )


def tell_of(event: ComplaintEvent) -> None:
    """Tell whom the event concerns once its transaction stands; written down within it, so that nobody is forgotten."""
    write_notices(ComplaintNotice, event, audiences_of(event))
    transaction.on_commit(partial(tell.enqueue, event.pk), robust=True)


def tell_again(*, at: datetime | None = None, most: int = 500) -> int:
    """Send what did not go out before, up to five times each. Returns how many messages went out now."""
    events = events_to_tell_again(ComplaintNotice, at=at, most=most)
    return sum(tell.call(event) for event in events)


def audiences_of(event: ComplaintEvent) -> list[str]:
    """The shopper hears of everything others did and gets the number; the producer from the sending on; the office
    of what comes in, of what it is asked to look at again, and of answers."""
    told = []
    if event.party != Party.SHOPPER or event.move == RECEIVE.code:
        told.append(Party.SHOPPER)
    if event.complaint.sent_at is not None and event.party != Party.PRODUCER and event.move != RECEIVE.code:
        told.append(Party.PRODUCER)
    if event.party != Party.OFFICE and event.move != SEND.code:
        told.append(Party.OFFICE)
    return told


def recipient_of(event: ComplaintEvent, audience: str) -> Recipient:
    """Where `audience` is reached; empty fields where nothing is known."""
    complaint = event.complaint
    if audience == Party.SHOPPER:
        return Recipient(complaint.name, complaint.email, complaint.phone)
    if audience == Party.PRODUCER:
        producer = complaint.producer
        return Recipient(producer.name, producer.email, producer.phone) if producer else Recipient("")
    return Recipient(settings.OCOP_OPERATOR["name"], settings.OCOP_OPERATOR["email"])


def message_of(event: ComplaintEvent, audience: str, recipient: Recipient) -> Message:
    """What `audience` is told, in Vietnamese; the thread itself stays behind the link."""
    complaint = event.complaint
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "event": event,
            "complaint": complaint,
            "audience": audience,
            "recipient": recipient,
            "link": settings.PUBLIC_BASE_URL + _address(event, audience),
            "is_owed": audience == Party.PRODUCER and complaint.state == State.WITH_PRODUCER,
            "shop": settings.OSCAR_SHOP_NAME,
        }
        subject = " ".join(render_to_string("emails/complaint_moved.subject.txt", context).split())
        return Message(
            subject=subject,
            short=f"{settings.OSCAR_SHOP_NAME}: {subject} {context['link']}",
            text=render_to_string("emails/complaint_moved.txt", context),
            html=render_to_string("emails/complaint_moved.html", context),
        )


def _address(event: ComplaintEvent, audience: str) -> str:
    if audience == Party.SHOPPER:
        return event.complaint.get_absolute_url()
    if audience == Party.PRODUCER:
        return reverse("own_complaints:detail", args=[event.complaint.number])
    return reverse("khieu-nai:inspect", args=[event.complaint_id])
