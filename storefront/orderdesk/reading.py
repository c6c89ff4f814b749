"""One order as its page at the desk reads it: a constant number of queries, and nothing that says who bought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.certification.status import Status, status_of
from catalogue.certification.wording import describe
from storefront.order.models import Order
from storefront.orderdesk.standing import standing_orders
from storefront.orderdesk.wording import without_contacts
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor, Move
from storefront.vietnamese import format_dong


@dataclass(frozen=True)
class LineRow:
    """A line of the order, and the certificate its product had on the day of the sale."""

    line: Any
    total: int
    status: Status
    sentence: str


@dataclass(frozen=True)
class EventRow:
    """Something that happened. Accounts of shoppers and producers are not named, only those of the staff."""

    at: datetime
    told: Any
    actor: str
    by: str
    reason: str
    facts: str


def find_order(number: str, *, at: datetime) -> Any:
    """Return the order with its annotations, or None."""
    orders = standing_orders(at=at).select_related("producer", "group__province")
    return orders.annotate(way_in=F("touchpoint__kind")).filter(number=number).first()


def lines_of(order: Order) -> list[LineRow]:
    """The lines with what the ledger says today of the day they were sold on. Four queries at most."""
    sold_on = timezone.localdate(order.date_placed)
    rows = []
    for line in (
        order.lines.select_related("product").prefetch_related("product__ledger_entries").order_by("pk")
    ):
        entries = line.product.ledger_entries.all() if line.product_id else []
        status = status_of(entries, on=sold_on)
        rows.append(LineRow(line, int(line.line_price_incl_tax), status, describe(status, sold_on)))
    return rows


def events_of(order: Order) -> list[EventRow]:
    """What happened, the oldest first."""
    return [
        EventRow(
            at=event.at,
            told=lifecycle.told_of(event.move),
            actor=str(dict(Actor.choices).get(event.actor, event.actor)),
            by=str(event.by) if event.by and event.actor == Actor.OPERATOR else "",
            reason=without_contacts(event.reason),
            facts=_facts(event.facts),
        )
        for event in order.events.select_related("by").order_by("number")
    ]


def moves_for_operator(order: Any) -> list[Move]:
    """The operator's moves with the order as it stands now. Confirming is the producer's word, and left to it."""
    moves = lifecycle.moves_open_to(Actor.OPERATOR, order.state_now)
    return [move for move in moves if move is not lifecycle.CONFIRM]


def kept_until(order: Order) -> datetime:
    """Until when the law wants the order kept; nothing deletes it before, nor after without a decision."""
    return order.date_placed + timedelta(days=settings.OCOP_KEEP_ORDERS_DAYS)


def _facts(facts: dict[str, Any]) -> str:
    """The facts the desk has words for; what else was noted with the event stays with the producer."""
    told = []
    if isinstance(facts.get("amount"), int):
        told.append(format_dong(facts["amount"]))
    if facts.get("tracking"):
        told.append(_("mã vận đơn %(number)s") % {"number": facts["tracking"]})
    if facts.get("restock"):
        told.append(_("hàng nhập lại kho"))
    return ", ".join(told)
