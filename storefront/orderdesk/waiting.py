"""What waits for somebody: orders late by producer, money near its limit or to go back, returns without an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    DateTimeField,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from storefront.complaints.models import Complaint
from storefront.order.models import Order
from storefront.orderdesk.standing import CONFIRM, FETCH, SEND, VOID, standing_orders
from storefront.purchases.lifecycle import ASK_RETURN
from storefront.purchases.models import MoneyEntry, OrderEvent
from storefront.reviews.models import Review, ReviewAnswer, State
from storefront.transfers.models import BankTransfer

#: Rows of a list on the page; what lies beyond is in the list of orders, to which the page links.
MOST = 50
#: Bank movements that wait for their producer. The others name an order and show with it.
UNCLEAR = (BankTransfer.Outcome.UNMATCHED,)


@dataclass(frozen=True)
class Listed:
    """The first rows of a list and how many there are in all."""

    rows: list[Any]
    count: int


def late_orders(*, at: datetime) -> QuerySet:
    """Orders whose next step the producer has not taken in time."""
    return standing_orders(at=at).filter(due_by__lt=at)


def late_by_producer(*, at: datetime) -> list[dict[str, Any]]:
    """Per producer: `confirm`, `send`, `fetch` (how many), `confirm_since` and `send_since` (due when, the worst)."""
    rows = late_orders(at=at).order_by().values("producer", name=F("producer__name"))
    steps = rows.annotate(
        confirm=Count("pk", filter=Q(due_step=CONFIRM)),
        send=Count("pk", filter=Q(due_step=SEND)),
        fetch=Count("pk", filter=Q(due_step=FETCH)),
        confirm_since=Min("due_by", filter=Q(due_step=CONFIRM)),
        send_since=Min("due_by", filter=Q(due_step=SEND)),
        since=Min("due_by"),
    )
    return list(steps.order_by("since", "name"))


def near_limit(*, at: datetime) -> QuerySet:
    """Orders to be paid first whose time for it runs out within `OCOP_LIMIT_NEAR_HOURS`, the next one first."""
    soon = at + timedelta(hours=settings.OCOP_LIMIT_NEAR_HOURS)
    orders = standing_orders(at=at).filter(state_now=Order.Status.PLACED, outstanding__gt=0)
    return orders.filter(time_limit__lte=soon).order_by("time_limit", "pk")


def past_limit(*, at: datetime, days: int = 7) -> QuerySet:
    """Orders time has called off for want of money within the last days, whether noted or not; the last first."""
    orders = standing_orders(at=at).filter(state_now=Order.Status.CANCELLED)
    called_off = OrderEvent.objects.filter(order=OuterRef("pk"), move="cancel").order_by("-number")
    orders = orders.annotate(
        ended_by=Subquery(called_off.values("actor")[:1]),
        ended_at=Coalesce(Subquery(called_off.values("at")[:1]), F("time_limit")),
    )
    by_time = Q(ended_by="time") | Q(ended_by=None, time_limit__lte=at)
    return orders.filter(by_time, ended_at__gt=at - timedelta(days=days)).order_by("-ended_at", "-pk")


def to_refund(*, at: datetime) -> QuerySet:
    """Orders of whose money some must go back, the oldest debt first. `owed_since` is when it became one."""
    money = MoneyEntry.objects.filter(order=OuterRef("pk"), direction=MoneyEntry.Direction.IN).order_by()
    void = OrderEvent.objects.filter(order=OuterRef("pk"), became__in=VOID).exclude(was__in=VOID).order_by()
    orders = standing_orders(at=at).filter(excess__gt=0)
    orders = orders.annotate(
        last_in=Subquery(money.values("order").annotate(last=Max("at")).values("last")),
        void_at=Coalesce(
            Subquery(void.values("order").annotate(last=Max("at")).values("last")), F("time_limit")
        ),
    )
    since = Case(
        When(void_at__gt=F("last_in"), then=F("void_at")),
        default=Coalesce(F("last_in"), F("date_placed")),
        output_field=DateTimeField(),
    )
    return orders.annotate(owed_since=since).order_by("owed_since", "pk")


def returns_asked(*, at: datetime) -> QuerySet:
    """Orders whose shopper asks to give them back and has no answer, the longest wait first."""
    asked = OrderEvent.objects.filter(order=OuterRef("pk"), move=ASK_RETURN.code).order_by("-number")
    orders = standing_orders(at=at).filter(state_now=Order.Status.RETURN_ASKED)
    return orders.annotate(asked_at=Subquery(asked.values("at")[:1])).order_by("asked_at", "pk")


def unclear_transfers() -> list[dict[str, Any]]:
    """Per producer: how many bank movements nobody has placed, their sum, and since when. Never a memo or payer."""
    rows = (
        BankTransfer.objects.filter(outcome__in=UNCLEAR)
        .order_by()
        .values("producer", name=F("producer__name"))
    )
    return list(
        rows.annotate(count=Count("pk"), total=Sum("amount"), since=Min("at")).order_by("since", "name")
    )


def complaints_due(*, on: date) -> int:
    """How many complaints somebody owes an answer to since before that day."""
    return Complaint.objects.overdue(on).count()


def reviews_waiting() -> dict[str, int]:
    """How many reviews and answers wait to be read: two queries."""
    return {
        "reviews": Review.objects.filter(state=State.WAITING).count(),
        "answers": ReviewAnswer.objects.filter(state=State.WAITING).count(),
    }


def listed(orders: QuerySet) -> Listed:
    """The first rows with their producers, and the count: two queries."""
    return Listed(list(orders.select_related("producer")[:MOST]), orders.count())
