"""Telling each person of each event once, whatever runs twice and whatever is killed.

A notice is a row that names an event, an audience and a channel. It is written in the transaction of its event, so that
nobody is forgotten whose event stands; it is taken, sent, and noted as gone afterwards, by whoever comes first: the
queue, or the timer that looks for those nobody took. Orders and complaints each keep their own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.channels.base import Channel, ChannelError, Message, Recipient, channels

logger = logging.getLogger(__name__)
_MOST_TRIES = 5
#: How long a notice stays in the hands of whoever took it, or of the queue it was given to.
_IN_HAND = timedelta(minutes=10)


class Notice(models.Model):
    """That somebody is told of an event by one channel, once. Holds no address.

    Its models name the `event`, which has its moment in `at`, and the `audience`.
    """

    channel = models.CharField(_("kênh"), max_length=20)
    taken_at = models.DateTimeField(_("nhận gửi lúc"), null=True, blank=True)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("số lần thử"), default=0)

    class Meta:
        abstract = True
        default_permissions = ("view",)


def write_notices(notices: type[Notice], event: models.Model, audiences: Iterable[str]) -> None:
    """Write down who is to be told of an event, in the event's own transaction and in one query.

    Whether a channel reaches somebody is looked at when it is sent.
    """
    notices._default_manager.bulk_create(
        notices(event=event, audience=audience, channel=channel.code)
        for audience in audiences
        for channel in channels()
    )


def send_written(
    notices: type[Notice],
    event: models.Model,
    *,
    recipient_of: Callable[[str], Recipient],
    message_of: Callable[[str, Recipient], Message],
) -> int:
    """Send what was written for an event and is in nobody's hands; returns how many messages went out now.

    A notice no channel in use can carry to its audience is taken away.
    """
    in_use = {channel.code: channel for channel in channels()}
    told = 0
    for notice in notices._default_manager.filter(event=event, sent_at=None).order_by("pk"):
        audience = notice.audience  # type: ignore[attr-defined]
        recipient, channel = recipient_of(audience), in_use.get(notice.channel)
        if channel is None or not channel.reaches(recipient):
            notice.delete()
        elif take(notice):
            told += _send(notice, channel, recipient, message_of(audience, recipient))
    return told


def take(notice: Notice) -> bool:
    """Whether the notice is now this caller's alone to send; not when it went out or somebody has it in hand."""
    now = timezone.now()
    free = Q(taken_at=None) | Q(taken_at__lte=now - _IN_HAND)
    mine = type(notice)._default_manager.filter(free, pk=notice.pk, sent_at=None, tries__lt=_MOST_TRIES)
    return bool(mine.update(taken_at=now, tries=F("tries") + 1))


def note_sent(notice: Notice) -> int:
    """Note that a notice went out; returns 1."""
    return type(notice)._default_manager.filter(pk=notice.pk).update(sent_at=timezone.now())


def events_to_tell_again(notices: type[Notice], *, at: datetime | None = None, most: int) -> list[int]:
    """The pks of events with notices that did not go out and are in nobody's hands, oldest first.

    Among them those that never reached a queue: the process was killed after its transaction.
    """
    before = (at or timezone.now()) - _IN_HAND
    left = Q(taken_at__lte=before) | Q(taken_at=None, event__at__lte=before)
    waiting: Any = notices._default_manager.filter(left, sent_at=None, tries__lt=_MOST_TRIES)
    return list(dict.fromkeys(waiting.order_by("pk").values_list("event_id", flat=True)[:most]))


def _send(notice: Notice, channel: Channel, recipient: Recipient, message: Message) -> int:
    """Carry it; the wait for a mail server holds no lock. A channel that is down costs nothing but the message."""
    try:
        channel.send(recipient, message)
    except ChannelError as error:
        logger.warning(
            "notice not sent",
            extra={"event": f"{notice._meta.label} {notice.pk}", "channel": channel.code, "why": str(error)},
        )
        return 0
    return note_sent(notice)
