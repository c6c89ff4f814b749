"""Sending what did not go out: a mail server was down, or the process was killed before it told anybody."""

from __future__ import annotations

from datetime import datetime

from storefront.channels.notices import events_to_tell_again
from storefront.purchases.letters import send_letters
from storefront.purchases.lifecycle import PLACE
from storefront.purchases.models import OrderEvent, OrderNotice
from storefront.purchases.telling import tell


def tell_again(*, at: datetime | None = None, most: int = 500) -> int:
    """Send what did not go out before, up to five times each. Returns how many messages went out now.

    Also what never came to be sent, because the process was killed after its transaction.
    """
    pks = events_to_tell_again(OrderNotice, at=at, most=most)
    events = OrderEvent.objects.filter(pk__in=pks).order_by("pk")
    groups = events.filter(move=PLACE).values_list("order__group", flat=True)
    letters = sum(send_letters.call(group) for group in dict.fromkeys(groups))
    return letters + sum(tell.call(event.pk) for event in events.exclude(move=PLACE))
