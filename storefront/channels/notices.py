"""Sending each notice once: it is taken, sent, and noted as gone, whatever runs twice.

A notice is a row that names an event, an audience and a channel, with `taken_at`, `sent_at` and `tries`; orders and
complaints each keep their own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from storefront.channels.base import Channel, ChannelError, Message, Recipient
from storefront.locks import locked

logger = logging.getLogger(__name__)
_MOST_TRIES = 5
#: How long a notice stays in the hands of whoever took it.
_SENDING = timedelta(minutes=10)


def send_once(
    notices: type[models.Model],
    *,
    event: models.Model,
    audience: str,
    channel: Channel,
    recipient: Recipient,
    message: Callable[[], Message],
) -> int:
    """Send the notice unless it went out or somebody has it in hand; returns 1 when it went out now.

    The wait for a mail server holds no lock. A channel that is down costs nothing but the message: it waits among
    `events_to_tell_again`, five tries in all.
    """
    notice = _take(notices, event, audience, channel.code)
    if notice is None:
        return 0
    try:
        channel.send(recipient, message())
    except ChannelError as error:
        logger.warning(
            "notice not sent",
            extra={"event": f"{event._meta.label} {event.pk}", "channel": channel.code, "why": str(error)},
        )
        return 0
    return notices._default_manager.filter(pk=notice.pk).update(sent_at=timezone.now())


def events_to_tell_again(notices: type[models.Model], *, at: datetime | None = None, most: int) -> list[int]:
    """The pks of events with notices that did not go out and are in nobody's hands, oldest first."""
    before = (at or timezone.now()) - _SENDING
    waiting = notices._default_manager.filter(sent_at=None, tries__lt=_MOST_TRIES, taken_at__lte=before)
    return list(dict.fromkeys(waiting.order_by("pk").values_list("event_id", flat=True)[:most]))


def _take(notices: type[models.Model], event: models.Model, audience: str, channel: str) -> Any:
    """The notice, taken for sending by this caller alone; None when it went out or somebody has it in hand."""
    now = timezone.now()
    own = {"event": event, "audience": audience, "channel": channel}
    with transaction.atomic():
        notices._default_manager.get_or_create(**own)
        notice: Any
        (notice,) = locked(notices._default_manager.filter(**own))
        in_hand = notice.taken_at is not None and notice.taken_at > now - _SENDING
        if notice.sent_at is not None or in_hand or notice.tries >= _MOST_TRIES:
            return None
        notice.taken_at, notice.tries = now, notice.tries + 1
        notice.save(update_fields=["taken_at", "tries"])
        return notice
