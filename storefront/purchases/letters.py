"""Letters about a placed order group: one to the shopper, one to each producer about its own order only."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from storefront.purchases.models import OrderGroup
from storefront.purchases.reading import group_orders

logger = logging.getLogger(__name__)


@task()
def send_letters(group_pk: int) -> int:
    """Send what is due for a group and return how many letters went out.

    Letters are never worth an order: a mail server that refuses is a line in the log. Run once per group,
    after its transaction.
    """
    group = OrderGroup.objects.select_related("province", "commune__province").filter(pk=group_pk).first()
    if group is None:
        logger.warning("order group gone before its letters")
        return 0
    orders = group_orders(group)
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "group": group,
            "orders": orders,
            "total": sum(int(order.total_incl_tax) for order in orders),
            "link": settings.PUBLIC_BASE_URL + group.get_absolute_url(),
            "shop": settings.OSCAR_SHOP_NAME,
        }
        sent = _send("order_for_shopper", to=group.email, context=context)
        for order in orders:
            if order.producer is not None:
                sent += _send(
                    "order_for_producer", to=order.producer.email, context={**context, "order": order}
                )
    return sent


def _send(name: str, *, to: str, context: dict[str, Any]) -> int:
    """Send the letter `emails/<name>.{subject.txt,txt,html}` and return 1, or log why not and return 0."""
    if not to:
        return 0
    try:
        letter = EmailMultiAlternatives(
            subject=" ".join(render_to_string(f"emails/{name}.subject.txt", context).split()),
            body=render_to_string(f"emails/{name}.txt", context),
            to=[to],
        )
        letter.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
        return letter.send()
    except Exception:
        logger.exception("letter not sent", extra={"letter": name, "group": context["group"].number})
        return 0
