"""How orders stand at a moment, told by the database: state, money, and by when the next step is due.

The state counts in what time has done even where nobody has noted it yet, as `moving.status_at` does for one order;
the money follows `payment.sources.Balance`. Tests hold the two together.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from storefront.order.models import Line, Order
from storefront.payment.models import Source
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.models import OrderEvent

_S = Order.Status
#: Delivered and kept. While a return is asked for or agreed to, an order is not counted as sold.
SOLD = (_S.DELIVERED, _S.COMPLETED, _S.RETURN_REFUSED)
VOID = (_S.CANCELLED, _S.RETURNED)
CONFIRM, SEND, FETCH = "confirm", "send", "fetch"
DAY = timedelta(days=1)
#: When a day of ours is over, counted from its midnight in UTC, as the database reads a date. Vietnam knows one time.
_DAY_ENDS = timedelta(hours=17)


def with_state(orders: QuerySet, *, at: datetime, path: str = "") -> QuerySet:
    """Annotate `state_now`. `path` leads to the order where `orders` are rows of something else (`order__`)."""
    whens = [
        When(
            **{f"{path}status": state, f"{path}time_limit__lte": at},
            then=Value(str(lifecycle.moves_open_to(Actor.TIME, state)[0].becomes)),
        )
        for state in _S.values
        if lifecycle.moves_open_to(Actor.TIME, state)
    ]
    return orders.annotate(state_now=Case(*whens, default=F(f"{path}status"), output_field=CharField()))


def with_money(orders: QuerySet) -> QuerySet:
    """Annotate whole đồng: `kept` (came and did not go back), `outstanding`, `excess`. Needs `state_now`."""
    books = Source.objects.filter(order=OuterRef("pk")).order_by().values("order")
    kept = books.annotate(kept=Sum(F("amount_debited") - F("amount_refunded"))).values("kept")
    nothing = Value(0, output_field=BigIntegerField())
    return (
        orders.annotate(
            total_dong=Cast("total_incl_tax", BigIntegerField()),
            kept=Coalesce(Cast(Subquery(kept), BigIntegerField()), nothing),
        )
        .annotate(
            due=Case(
                When(state_now__in=VOID, then=nothing),
                default=F("total_dong"),
                output_field=BigIntegerField(),
            )
        )
        .annotate(
            outstanding=Case(
                When(due__gt=F("kept"), then=F("due") - F("kept")),
                default=nothing,
                output_field=BigIntegerField(),
            ),
            excess=Case(
                When(kept__gt=F("due"), then=F("kept") - F("due")),
                default=nothing,
                output_field=BigIntegerField(),
            ),
        )
    )


def with_due(orders: QuerySet, *, at: datetime) -> QuerySet:
    """Annotate `due_by`: until when the producer is to take the next step, and `due_step` (`confirm`, `send`, `fetch`).

    To be confirmed within `OCOP_CONFIRM_HOURS` of being placed, or of the money where it comes first; to be sent within
    `OCOP_SEND_DAYS` of that, and as many days more as the slowest of its goods takes to make; never before a day
    agreed for fetching it is over, and always when it is. `fetch`: brought to the place agreed, and nobody came. None
    and "" where nothing is for the producer to do. Needs `state_now`.
    """
    lead = Line.objects.filter(order=OuterRef("pk")).order_by().values("order")
    lead = lead.annotate(days=Max("product__lead_days")).values("days")
    none = Value(None, output_field=DateTimeField())
    waits_for_money = {"state_now": _S.PLACED, "payment_method": Order.PaymentMethod.CASH_ON_DELIVERY}
    days = Coalesce(Subquery(lead, output_field=IntegerField()), Value(0)) + Value(settings.OCOP_SEND_DAYS)
    orders = orders.annotate(
        paid_at=_moment_of("paid"),
        confirmed_at=_moment_of(lifecycle.CONFIRM.code),
        send_time=ExpressionWrapper(days * Value(DAY, DurationField()), output_field=DurationField()),
    )
    at_work = {"state_now__in": (_S.CONFIRMED, _S.PACKED)}
    past = {"delivery__day__lt": timezone.localdate(at)}
    agreed = _later(Cast("delivery__day", DateTimeField()), Value(_DAY_ENDS, DurationField()))
    hours = Value(timedelta(hours=settings.OCOP_CONFIRM_HOURS), DurationField())
    return orders.annotate(
        due_by=Case(
            When(**waits_for_money, then=_later(F("date_placed"), hours)),
            When(state_now=_S.PLACED, then=_later(F("paid_at"), hours)),
            When(**at_work, delivery__day__gte=timezone.localdate(at), then=none),
            When(**at_work | past, then=agreed),
            When(**at_work, then=_later(F("confirmed_at"), F("send_time"))),
            When(state_now=_S.HANDED_OVER, **past, then=agreed),
            default=none,
        ),
        due_step=Case(
            When(state_now=_S.PLACED, then=Value(CONFIRM)),
            When(**at_work, then=Value(SEND)),
            When(state_now=_S.HANDED_OVER, **past, then=Value(FETCH)),
            default=Value(""),
            output_field=CharField(),
        ),
    )


def standing_orders(*, at: datetime) -> QuerySet:
    """Every order with all of the above. Nothing in it says who bought."""
    return with_due(with_money(with_state(Order.objects.filter(group__isnull=False), at=at)), at=at)


def _moment_of(move: str) -> Subquery:
    events = OrderEvent.objects.filter(order=OuterRef("pk"), move=move).order_by("-number")
    return Subquery(events.values("at")[:1])


def _later(moment: Any, by: Any) -> ExpressionWrapper:
    return ExpressionWrapper(moment + by, output_field=DateTimeField())
