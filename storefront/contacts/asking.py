"""Handing a question on to a producer, and forgetting it when its time is over."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from storefront.channels.base import ChannelError, Message, Recipient, channels
from storefront.contacts.models import Enquiry

logger = logging.getLogger(__name__)


def recipient_of(producer: Any) -> Recipient:
    """The producer as somebody to be told."""
    return Recipient(producer.name, producer.email, producer.phone)


def can_be_asked(product: Any) -> bool:
    """Whether a question about the product would reach anybody: its producer is active and a channel knows it."""
    producer = product.producer
    if producer is None or producer.state != "active" or not product.is_public:
        return False
    return any(channel.reaches(recipient_of(producer)) for channel in channels())


def ask(product: Any, *, name: str, phone: str, email: str, text: str, agreed_to: str) -> Enquiry:
    """Keep a question and tell the producer after the transaction."""
    with transaction.atomic():
        enquiry = Enquiry.objects.create(
            product=product, name=name, phone=phone, email=email, text=text, agreed_to=agreed_to[:300]
        )
        transaction.on_commit(partial(hand_on.enqueue, enquiry.pk), robust=True)
    logger.info("enquiry kept", extra={"product": product.pk})
    return enquiry


@task()
def hand_on(pk: int) -> int:
    """Tell the producer of a question by every channel that reaches it; returns how many did."""
    enquiry = Enquiry.objects.select_related("product", "producer").filter(pk=pk, told_at=None).first()
    if enquiry is None:
        return 0
    recipient, told = recipient_of(enquiry.producer), 0
    message = _message(enquiry)
    for channel in channels():
        if not channel.reaches(recipient):
            continue
        try:
            channel.send(recipient, message)
            told += 1
        except ChannelError as error:
            logger.warning("enquiry not sent", extra={"channel": channel.code, "why": str(error)})
    if told:
        Enquiry.objects.filter(pk=pk).update(told_at=timezone.now())
    return told


def hand_on_again() -> int:
    """Try those nobody could be told of yet; returns how many messages went out."""
    waiting = Enquiry.objects.filter(told_at=None).order_by("pk").values_list("pk", flat=True)
    return sum(hand_on.call(pk) for pk in list(waiting[:200]))


def forget_enquiries(*, at: datetime | None = None) -> int:
    """Delete questions older than `OCOP_ENQUIRY_DAYS`; returns how many."""
    before = (at or timezone.now()) - timedelta(days=settings.OCOP_ENQUIRY_DAYS)
    deleted, _each = Enquiry.objects.filter(agreed_at__lt=before).delete()
    return deleted


def _message(enquiry: Enquiry) -> Message:
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "enquiry": enquiry,
            "shop": settings.OSCAR_SHOP_NAME,
            "link": settings.PUBLIC_BASE_URL + enquiry.product.get_absolute_url(),
        }
        subject = " ".join(render_to_string("emails/enquiry.subject.txt", context).split())
        return Message(
            subject=subject,
            short=f"{settings.OSCAR_SHOP_NAME}: {subject} {enquiry.phone or enquiry.email}",
            text=render_to_string("emails/enquiry.txt", context),
            html=render_to_string("emails/enquiry.html", context),
        )
