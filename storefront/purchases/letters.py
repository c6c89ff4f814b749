"""Letters about a placed order group: one to the shopper, one to each producer about its own order only."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from storefront.channels.letters import LetterChannel
from storefront.channels.notices import note_sent, take
from storefront.purchases.lifecycle import PLACE
from storefront.purchases.models import OrderEvent, OrderGroup, OrderNotice
from storefront.purchases.reading import group_orders

logger = logging.getLogger(__name__)
_SHOPPER, _PRODUCER = OrderNotice.Audience.SHOPPER, OrderNotice.Audience.PRODUCER


def write_letters(group: OrderGroup, placed: Iterable[OrderEvent]) -> None:
    """Write down the letters due for a group just placed, in its transaction, and let them go out after it.

    The shopper's hangs on the first order's event.
    """
    events = list(placed)
    due = [(event, _PRODUCER) for event in events if event.order.producer and event.order.producer.email]
    if group.email and events:
        due.insert(0, (events[0], _SHOPPER))
    OrderNotice.objects.bulk_create(
        OrderNotice(event=event, audience=audience, channel=LetterChannel.code) for event, audience in due
    )
    transaction.on_commit(partial(send_letters.enqueue, group.pk), robust=True)


@task(backend="letters")
def send_letters(group_pk: int) -> int:
    """Send the letters written for a group that are in nobody's hands and return how many went out.

    Letters are never worth an order: a mail server that refuses is a line in the log, and the letter waits for
    `telling_again.tell_again`. Safe to run twice.
    """
    notices = OrderNotice.objects.filter(event__order__group=group_pk, event__move=PLACE, sent_at=None)
    mine = [notice for notice in notices.select_related("event").order_by("pk") if take(notice)]
    if not mine:
        return 0
    group = OrderGroup.objects.select_related("province", "commune__province").get(pk=group_pk)
    with translation.override(settings.LANGUAGE_CODE):
        letters = _letters(group)
        return _send([(notice, letters.get(_key(notice))) for notice in mine], group)


def _key(notice: OrderNotice) -> int | None:
    """Whose letter: an order's producer, or nobody's order: the shopper."""
    return None if notice.audience == _SHOPPER else notice.event.order_id


def _letters(group: OrderGroup) -> dict[int | None, EmailMultiAlternatives]:
    """The letters of a group: each producer's by its order, the shopper's under None."""
    orders = group_orders(group)
    context = {
        "group": group,
        "orders": orders,
        "total": sum(int(order.total_incl_tax) for order in orders),
        "link": settings.PUBLIC_BASE_URL + group.get_absolute_url(),
        "shop": settings.OSCAR_SHOP_NAME,
        "operator": settings.OCOP_OPERATOR if group.is_sold_by_operator else None,
    }
    told = [order for order in orders if order.producer is not None and order.producer.email]
    letters: dict[int | None, EmailMultiAlternatives] = {
        order.pk: _letter("order_for_producer", order.producer.email, _for_producer(context, order))
        for order in told
    }
    if group.email:
        letters[None] = _letter("order_for_shopper", group.email, context)
    return letters


def _for_producer(context: dict[str, Any], order: Any) -> dict[str, Any]:
    """What a producer is told: its own order and the way to it in the portal, never the shopper's link."""
    link = settings.PUBLIC_BASE_URL + reverse("portal:order", args=[order.number])
    kept = {name: context[name] for name in ("group", "shop", "operator")}
    return {"order": order, "link": link, **kept}


def _letter(name: str, to: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    """The letter of `emails/<name>.{subject.txt,txt,html}`."""
    letter = EmailMultiAlternatives(
        subject=" ".join(render_to_string(f"emails/{name}.subject.txt", context).split()),
        body=render_to_string(f"emails/{name}.txt", context),
        to=[to],
    )
    letter.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    return letter


def _send(letters: list[tuple[OrderNotice, EmailMultiAlternatives | None]], group: OrderGroup) -> int:
    """Send over one connection: a server that is down costs one wait, not one per letter."""
    sent = 0
    try:
        connection = get_connection()
        connection.open()
    except Exception:
        logger.exception("no mail server for letters", extra={"group": group.number})
        return 0
    for notice, letter in letters:
        if letter is None:  # the address was taken away meanwhile
            notice.delete()
            continue
        try:
            sent += note_sent(notice) if connection.send_messages([letter]) else 0
        except Exception:
            logger.exception("letter not sent", extra={"group": group.number})
    connection.close()
    return sent
