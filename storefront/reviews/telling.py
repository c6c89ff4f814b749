"""Telling author, producer and office what became of a review: once per event, person and channel."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from storefront.channels.base import Message, Recipient
from storefront.channels.notices import events_to_tell_again, send_written, write_notices
from storefront.purchases.tracking import sign_number
from storefront.reviews.models import Party, ReviewEvent, ReviewNotice

logger = logging.getLogger(__name__)
#: Who is told of what. What waits for the office is counted at its desk, not written to it.
_AUDIENCES: dict[str, tuple[str, ...]] = {
    "publish": (Party.AUTHOR, Party.PRODUCER),
    "refuse": (Party.AUTHOR,),
    "publish_answer": (Party.AUTHOR, Party.PRODUCER),
    "refuse_answer": (Party.PRODUCER,),
    "report": (Party.OFFICE,),
}


def tell_of(event: ReviewEvent) -> None:
    """Write down who is to be told, in the event's transaction, and have them told after it."""
    audiences = _AUDIENCES.get(event.move, ())
    if audiences:
        write_notices(ReviewNotice, event, audiences)
        transaction.on_commit(partial(tell.enqueue, event.pk), robust=True)


@task(backend="letters")
def tell(event_pk: int) -> int:
    """Send the notices written for an event and return how many messages went out. Safe to run twice."""
    event = (
        ReviewEvent.objects.select_related(
            "review__order__group", "review__order__producer", "review__product"
        )
        .filter(pk=event_pk)
        .first()
    )
    if event is None:
        logger.warning("review event gone before its notices")
        return 0
    return send_written(
        ReviewNotice,
        event,
        recipient_of=partial(recipient_of, event.review.order),
        message_of=lambda audience, _recipient: message_of(event, audience),
    )


def tell_again(*, at: datetime | None = None, most: int = 500) -> int:
    """Send what did not go out before, up to five times each. Returns how many messages went out now."""
    events = events_to_tell_again(ReviewNotice, at=at, most=most)
    return sum(tell.call(event) for event in events)


def recipient_of(order: Any, audience: str) -> Recipient:
    """Where `audience` is reached; empty fields where nothing is known."""
    if audience == Party.AUTHOR:
        group = order.group
        return Recipient(group.shopper_name, group.email, group.phone) if group else Recipient("")
    if audience == Party.PRODUCER:
        producer = order.producer
        return Recipient(producer.name, producer.email, producer.phone) if producer else Recipient("")
    return Recipient(settings.OCOP_OPERATOR["name"], settings.OCOP_OPERATOR["email"])


def message_of(event: ReviewEvent, audience: str) -> Message:
    """What `audience` is told, in Vietnamese; the words themselves stay behind the link."""
    review = event.review
    with translation.override(settings.LANGUAGE_CODE):
        answer = getattr(review, "answer", None)
        refused = {"refuse": review, "refuse_answer": answer}.get(event.move)
        context = {
            "event": event,
            "audience": audience,
            "product": review.product,
            "refused": refused,
            "link": settings.PUBLIC_BASE_URL + _address(event, audience),
            "shop": settings.OSCAR_SHOP_NAME,
        }
        return written("review_moved", context)


def written(name: str, context: dict[str, Any]) -> Message:
    """The message of `emails/<name>.{subject.txt,txt}`."""
    subject = " ".join(render_to_string(f"emails/{name}.subject.txt", context).split())
    return Message(
        subject=subject,
        short=f"{settings.OSCAR_SHOP_NAME}: {subject} {context['link']}",
        text=render_to_string(f"emails/{name}.txt", context),
        html=render_to_string(f"emails/{name}.html", context),
    )


def author_address(order: Any, product: Any) -> str:
    """`/nhan-xet/don/<signed>/<order>/<product>/`: where the author writes, changes and withdraws."""
    signed = sign_number(order.group.number)
    return reverse("buyer_reviews:write", args=[signed, order.number, product.public_id])


def _address(event: ReviewEvent, audience: str) -> str:
    review = event.review
    if audience == Party.AUTHOR:
        return author_address(review.order, review.product)
    if audience == Party.PRODUCER:
        return reverse("portal:review", args=[review.code])
    return reverse("nhan-xet:inspect", args=[review.pk])
