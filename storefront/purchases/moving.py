"""Moving an order: the one function through which its state changes. It locks, checks, writes, logs and tells."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oscar.core.loading import get_model

from storefront.delivery.parcels import keep_parcel
from storefront.errors import DomainError
from storefront.locks import locked
from storefront.order.models import Order
from storefront.payment.sources import balance_of
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor, Move
from storefront.purchases.models import OrderEvent
from storefront.purchases.telling import tell_of

logger = logging.getLogger(__name__)
StockRecord = get_model("partner", "StockRecord")
_LONGEST_REASON = 500


class MoveRefusedError(DomainError):
    """The order stays where it is. `status` is the state it was found in."""

    def __init__(self, message: Any, *, code: str, status: str, field: str = "") -> None:
        super().__init__(message, code=code, field=field)
        self.status = status


def move_order(
    order: Order,
    move: Move,
    *,
    actor: str,
    by: Any = None,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> OrderEvent:
    """Make `move` with the order as it stands under lock, and tell whom it concerns after the transaction.

    Cancelling gives stock set aside back, handing over uses it up, each once. Whoever repeats the move just made
    gets its event again. Raises `MoveRefusedError` and changes nothing when the order's state, its payment or a
    missing reason forbids it. `facts` is kept with the event (a tracking number, whether goods go back on stock:
    `{"restock": true}`).
    """
    moment = at or timezone.now()
    with transaction.atomic():
        (current,) = locked(Order.objects.filter(pk=order.pk))
        repeated = _repeated(current, move, actor=actor)
        if repeated is not None:
            return repeated
        if actor != Actor.TIME and current.is_past_limit(moment):
            _move_by_time(current, moment)
        event = _move(current, move, actor=actor, by=by, reason=reason, facts=facts, at=moment)
    order.status, order.time_limit = current.status, current.time_limit
    return event


def note_event(
    order: Order,
    code: str,
    *,
    actor: str,
    by: Any = None,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    tells: bool = True,
) -> OrderEvent:
    """Write down something that moved nothing (`lifecycle.NOTES`). The order must be locked, or new."""
    return _write(
        order,
        code,
        becomes=order.status,
        actor=actor,
        by=by,
        reason=reason,
        facts=facts,
        at=at or timezone.now(),
        tells=tells,
    )


def note_placed(orders: Iterable[Order], *, by: Any = None) -> list[OrderEvent]:
    """Write the first event of new orders, together; the letters of the purchase tell of it."""
    moment = timezone.now()
    return OrderEvent.objects.bulk_create(
        OrderEvent(
            order=order,
            number=1,
            move=lifecycle.PLACE,
            became=order.status,
            actor=Actor.SHOPPER,
            by=by if getattr(by, "is_authenticated", False) else None,
            at=moment,
        )
        for order in orders
    )


def status_at(order: Order, at: datetime | None = None) -> str:
    """The state the order is in at a moment, a limit that ran out counted in even if nobody noted it yet."""
    if not order.is_past_limit(at):
        return order.status
    move = _time_move(order)
    return order.status if move is None else move.becomes


def move_overdue(*, at: datetime | None = None, most: int = 1000) -> int:
    """Note what time has done: cancel unpaid orders, complete delivered ones. Returns how many moved.

    Safe to run twice and at the same time as anything; every order in a transaction of its own.
    """
    moment = at or timezone.now()
    waiting = Order.objects.filter(time_limit__lte=moment).order_by("time_limit").values_list("pk", flat=True)
    return _move_each(waiting[:most], moment)


def free_overdue(stockrecords: Iterable[int], *, at: datetime | None = None) -> int:
    """Free stock that unpaid orders keep beyond their time; returns how many orders were cancelled by it.

    For whoever finds too little of these stock rows. Call it while holding no stock row: it locks orders first.
    """
    moment = at or timezone.now()
    waiting = Order.objects.filter(
        status=Order.Status.PLACED, time_limit__lte=moment, lines__stockrecord__in=list(stockrecords)
    )
    return _move_each(waiting.order_by("pk").values_list("pk", flat=True).distinct(), moment)


def _move_each(pks: Iterable[int], at: datetime) -> int:
    moved = 0
    for pk in list(pks):
        with transaction.atomic():
            (current,) = locked(Order.objects.filter(pk=pk))
            moved += current.is_past_limit(at) and _move_by_time(current, at)
    return moved


def _move_by_time(order: Order, at: datetime) -> bool:
    """Note the time move of a locked order; a limit that leads nowhere is taken away."""
    move = _time_move(order)
    if move is None:
        order.time_limit = None
        Order.objects.filter(pk=order.pk).update(time_limit=None)
        return False
    _move(order, move, actor=Actor.TIME, by=None, reason="", facts=None, at=at)
    return True


def _time_move(order: Order) -> Move | None:
    return next(iter(lifecycle.moves_open_to(Actor.TIME, order.status)), None)


def _repeated(order: Order, move: Move, *, actor: str) -> OrderEvent | None:
    """The event of this very move, when it is the last thing that happened: a second click, a second worker."""
    if order.status != move.becomes:
        return None
    last = order.events.order_by("-number").first()
    return last if last and (last.move, last.actor) == (move.code, actor) else None


def _move(
    order: Order,
    move: Move,
    *,
    actor: str,
    by: Any,
    reason: str,
    facts: Mapping[str, Any] | None,
    at: datetime,
) -> OrderEvent:
    told = " ".join(reason.split())[:_LONGEST_REASON]
    _check(order, move, actor=actor, reason=told, at=at)
    _EFFECTS.get(move.becomes, _no_effect)(order, facts or {})
    event = _write(
        order, move.code, becomes=move.becomes, actor=actor, by=by, reason=told, facts=facts, at=at
    )
    order.status = move.becomes
    order.time_limit = _limit_after(move, at)
    Order.objects.filter(pk=order.pk).update(status=order.status, time_limit=order.time_limit)
    logger.info("order moved", extra={"order": order.number, "move": move.code, "actor": str(actor)})
    return event


def _check(order: Order, move: Move, *, actor: str, reason: str, at: datetime) -> None:
    if not move.is_open(actor=actor, status=order.status):
        message = _("Đơn %(number)s đang ở trạng thái “%(status)s” nên không làm được việc này.") % {
            "number": order.number,
            "status": order.status_label,
        }
        raise MoveRefusedError(message, code="move-not-open", status=order.status)
    if actor in move.asks_reason and not reason:
        message = _("Hãy cho biết lý do.")
        raise MoveRefusedError(message, code="reason-missing", status=order.status, field="reason")
    if move is lifecycle.CONFIRM and order.is_prepaid and balance_of(order).outstanding > 0:
        message = _("Chưa thấy đủ tiền của đơn này. Hãy xác nhận tiền về trước rồi xác nhận đơn.")
        raise MoveRefusedError(message, code="not-paid", status=order.status)
    if move is lifecycle.ASK_RETURN and at > _delivered_at(order) + _return_time():
        message = _("Đã quá %(days)s ngày từ khi nhận hàng. Nếu hàng có lỗi, hãy gửi khiếu nại.") % {
            "days": settings.OCOP_RETURN_DAYS
        }
        raise MoveRefusedError(message, code="return-too-late", status=order.status)


def _delivered_at(order: Order) -> datetime:
    return order.events.filter(became=Order.Status.DELIVERED).aggregate(last=Max("at"))["last"]


def _return_time() -> timedelta:
    return timedelta(days=settings.OCOP_RETURN_DAYS)


def _limit_after(move: Move, at: datetime) -> datetime | None:
    """A delivered order completes when the time for giving goods back is over."""
    return at + _return_time() if move.becomes == Order.Status.DELIVERED else None


def _write(
    order: Order,
    code: str,
    *,
    becomes: str,
    actor: str,
    by: Any,
    reason: str,
    facts: Mapping[str, Any] | None,
    at: datetime,
    tells: bool = True,
) -> OrderEvent:
    last = order.events.aggregate(last=Max("number"))["last"] or 0
    event = OrderEvent.objects.create(
        order=order,
        number=last + 1,
        move=code,
        was=order.status if last else "",
        became=becomes,
        actor=actor,
        by=by if getattr(by, "is_authenticated", False) else None,
        reason=reason,
        facts=dict(facts or {}),
        at=at,
    )
    if tells:
        tell_of(event)
    return event


def _no_effect(order: Order, facts: Mapping[str, Any]) -> None:
    """Most moves touch nothing but the order."""


def _give_back(order: Order, facts: Mapping[str, Any]) -> None:
    for line in _lines_under_lock(order):
        if line.num_allocated and not line.allocation_cancelled:
            line.cancel_allocation(line.num_allocated)


def _use_up(order: Order, facts: Mapping[str, Any]) -> None:
    for line in _lines_under_lock(order):
        if line.num_allocated and line.stockrecord.is_allocation_consumption_possible(line.num_allocated):
            line.consume_allocation(line.num_allocated)


def _send_off(order: Order, facts: Mapping[str, Any]) -> None:
    """The goods leave; a parcel's number told with the move is kept."""
    _use_up(order, facts)
    number = str(facts.get("tracking_number") or "")
    if number:
        carrier = str(facts.get("carrier_name") or "")
        keep_parcel(order, carrier=carrier, number=number, at=timezone.now())


def _put_back(order: Order, facts: Mapping[str, Any]) -> None:
    """Goods that came back are for sale again only when the producer says so."""
    if not facts.get("restock"):
        return
    for line in _lines_under_lock(order):
        if line.stockrecord.can_track_allocations:
            StockRecord.objects.filter(pk=line.stockrecord_id).update(
                num_in_stock=F("num_in_stock") + line.quantity
            )


_EFFECTS = {
    Order.Status.CANCELLED: _give_back,
    Order.Status.HANDED_OVER: _send_off,
    Order.Status.RETURNED: _put_back,
}


def _lines_under_lock(order: Order) -> list[Any]:
    """The order's lines whose stock is still kept, their stock rows locked in pk order as everywhere."""
    lines = [line for line in order.lines.order_by("stockrecord_id", "pk") if line.stockrecord_id]
    rows = locked(
        StockRecord.objects.filter(pk__in={line.stockrecord_id for line in lines}).select_related(
            "product__product_class", "product__parent__product_class"
        )
    )
    by_pk = {row.pk: row for row in rows}
    for line in lines:
        line.stockrecord = by_pk[line.stockrecord_id]
    return lines
