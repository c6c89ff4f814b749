"""Why a product has no star today or cannot be bought, in plain words above everything else."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from catalogue.certification.status import Status
from storefront.ready_templates import ReadyTemplate
from storefront.told import day

_NOTICES = ReadyTemplate("catalogue/_notices.html", fixed=["state"])
_ALCOHOL = ReadyTemplate("catalogue/_alcohol.html")


def notices(product: Any, status: Status, *, on: date) -> SafeString:
    """About the producer when it is suspended or on holiday, and about the star when it does not count."""
    producer = product.producer
    is_suspended = producer is not None and producer.state == "suspended"
    is_closed = producer is not None and not is_suspended and producer.is_closed(on)
    if status.is_in_force and not is_suspended and not is_closed:
        return SafeString("")
    since = status.revoked_on or status.valid_to
    return _NOTICES(
        state=str(status.state),
        star=status.star or status.claimed_star,
        day=day(since) if since else "",
        is_suspended=is_suspended,
        reason=producer.state_reason if is_suspended else "",
        is_closed=is_closed,
        closed=producer.closed_label if is_closed else "",
        message=producer.closed_message if is_closed else "",
    )


def alcohol(product: Any) -> SafeString:
    """From which age it is sold; nothing for what anybody may buy."""
    return _ALCOHOL() if product.is_alcohol else SafeString("")
