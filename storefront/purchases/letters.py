"""Letters about a placed order group: one to the shopper, one to each producer about its own order only."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from storefront.purchases.models import OrderGroup
from storefront.purchases.reading import group_orders

logger = logging.getLogger(__name__)


@task(backend="letters")
def send_letters(group_pk: int) -> int:
    """Send what is due for a group and return how many letters went out.

    Letters are never worth an order: a mail server that refuses is a line in the log. Run once per group,
    after its transaction.
    """
    group = OrderGroup.objects.select_related("province", "commune__province").filter(pk=group_pk).first()
    if group is None:
        logger.warning("order group gone before its letters")
        return 0
    with translation.override(settings.LANGUAGE_CODE):
        letters = _letters(group)
        return _send(letters, group)


def _letters(group: OrderGroup) -> list[EmailMultiAlternatives]:
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
    return [
        *([_letter("order_for_shopper", group.email, context)] if group.email else []),
        *(
            _letter("order_for_producer", order.producer.email, _for_producer(context, order))
            for order in told
        ),
    ]


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


def _send(letters: list[EmailMultiAlternatives], group: OrderGroup) -> int:
    """Send over one connection: a server that is down costs one wait, not one per letter."""
    sent = 0
    try:
        connection = get_connection()
        connection.open()
    except Exception:
        logger.exception("no mail server for letters", extra={"group": group.number})
        return 0
    for letter in letters:
        try:
            sent += connection.send_messages([letter]) or 0
        except Exception:
            logger.exception("letter not sent", extra={"group": group.number})
    connection.close()
    return sent
