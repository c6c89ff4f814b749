"""Moving an order: stock, limits, money, events and notices follow, each once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from storefront.channels.base import ChannelError
from storefront.channels.letters import LetterChannel
from storefront.order.models import Order
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.models import OrderEvent, OrderNotice
from storefront.purchases.moving import MoveRefusedError, move_order, move_overdue, status_at
from storefront.purchases.telling import tell
from storefront.purchases.telling_again import tell_again
from tests.factories.catalogue import make_producer
from tests.factories.purchases import make_basket, make_good, make_paying_producer, place

pytestmark = pytest.mark.django_db
Status = Order.Status


def place_one(*, quantity=2, stock=20, method="cod", producer=None):
    producer = producer or make_paying_producer(email="ban@example.vn")
    good = make_good(producer=producer, price=100_000, stock=stock)
    placed = place(make_basket((good, quantity)), payments={producer.pk: method})
    return placed.group.orders.get(), good


def stock_of(good):
    record = good.stockrecords.get()
    return record.num_in_stock, record.num_allocated or 0


def walk(order, *moves):
    for move in moves:
        actor = Actor.PRODUCER if Actor.PRODUCER in move.by else Actor.SHOPPER
        reason = "vì thế" if actor in move.asks_reason else ""
        move_order(order, move, actor=actor, reason=reason)


def test_the_straight_way_uses_stock_up_when_goods_leave():
    order, good = place_one()
    assert stock_of(good) == (20, 2)
    walk(order, lifecycle.CONFIRM, lifecycle.PACK)
    assert stock_of(good) == (20, 2)
    walk(order, lifecycle.HAND_OVER)
    assert stock_of(good) == (18, 0)
    walk(order, lifecycle.DELIVER, lifecycle.COMPLETE)
    assert stock_of(good) == (18, 0)
    order.refresh_from_db()
    assert (order.status, order.time_limit) == (Status.COMPLETED, None)
    assert list(order.events.values_list("number", "move", "was", "became", "actor")) == [
        (1, "place", "", "placed", "shopper"),
        (2, "confirm", "placed", "confirmed", "producer"),
        (3, "pack", "confirmed", "packed", "producer"),
        (4, "hand_over", "packed", "handed_over", "producer"),
        (5, "deliver", "handed_over", "delivered", "producer"),
        (6, "complete", "delivered", "completed", "shopper"),
    ]


def test_cancelling_gives_stock_back_exactly_once():
    order, good = place_one()
    first = move_order(order, lifecycle.CANCEL, actor=Actor.SHOPPER)
    again = move_order(order, lifecycle.CANCEL, actor=Actor.SHOPPER)
    assert (again.pk, stock_of(good)) == (first.pk, (20, 0))
    with pytest.raises(MoveRefusedError) as refusal:
        move_order(order, lifecycle.CANCEL, actor=Actor.PRODUCER, reason="hết hàng")
    assert (refusal.value.code, refusal.value.status) == ("move-not-open", "cancelled")
    assert stock_of(good) == (20, 0)
    assert order.events.count() == 2


def test_a_move_that_is_not_open_changes_nothing():
    order, good = place_one()
    for move, actor in (
        (lifecycle.PACK, Actor.PRODUCER),
        (lifecycle.DELIVER, Actor.SHOPPER),
        (lifecycle.CONFIRM, Actor.SHOPPER),
        (lifecycle.RECEIVE_RETURN, Actor.PRODUCER),
    ):
        with pytest.raises(MoveRefusedError) as refusal:
            move_order(order, move, actor=actor)
        assert refusal.value.code == "move-not-open"
    order.refresh_from_db()
    assert (order.status, order.events.count(), stock_of(good)) == (Status.PLACED, 1, (20, 2))


def test_a_producer_cancels_with_a_reason_only():
    order, good = place_one()
    with pytest.raises(MoveRefusedError) as refusal:
        move_order(order, lifecycle.CANCEL, actor=Actor.PRODUCER, reason="  ")
    assert (refusal.value.code, refusal.value.field) == ("reason-missing", "reason")
    assert stock_of(good) == (20, 2)
    event = move_order(order, lifecycle.CANCEL, actor=Actor.PRODUCER, reason=" Hết \n hàng ")
    assert (event.reason, stock_of(good)) == ("Hết hàng", (20, 0))


def test_an_unpaid_transfer_is_not_confirmed():
    order, _good = place_one(method="vietqr")
    with pytest.raises(MoveRefusedError) as refusal:
        move_order(order, lifecycle.CONFIRM, actor=Actor.PRODUCER)
    assert refusal.value.code == "not-paid"


def test_time_cancels_what_was_not_paid_without_any_job(settings):
    settings.OCOP_TRANSFER_HOURS = 24
    order, good = place_one(method="vietqr")
    soon, late = order.date_placed + timedelta(hours=23), order.date_placed + timedelta(hours=25)
    assert (status_at(order, soon), status_at(order, late)) == (Status.PLACED, Status.CANCELLED)
    with pytest.raises(MoveRefusedError) as refusal:
        move_order(order, lifecycle.CANCEL, actor=Actor.PRODUCER, reason="x", at=late)
    assert refusal.value.status == Status.CANCELLED
    assert stock_of(good) == (20, 2), "what was refused wrote nothing"

    assert move_overdue(at=soon) == 0
    assert [move_overdue(at=late), move_overdue(at=late)] == [1, 0]
    order.refresh_from_db()
    assert (order.status, order.time_limit, stock_of(good)) == (Status.CANCELLED, None, (20, 0))


def test_a_delivered_order_completes_when_the_time_for_returns_is_over(settings):
    settings.OCOP_RETURN_DAYS = 7
    order, _good = place_one()
    walk(order, lifecycle.CONFIRM, lifecycle.HAND_OVER, lifecycle.DELIVER)
    order.refresh_from_db()
    delivered = order.events.get(became="delivered").at
    assert order.time_limit == delivered + timedelta(days=7)
    with pytest.raises(MoveRefusedError) as refusal:
        move_order(
            order,
            lifecycle.ASK_RETURN,
            actor=Actor.SHOPPER,
            reason="vỡ",
            at=delivered + timedelta(days=7, seconds=1),
        )
    assert refusal.value.code == "return-too-late"
    assert move_overdue(at=delivered + timedelta(days=7)) == 1
    order.refresh_from_db()
    assert order.status == Status.COMPLETED


@pytest.mark.parametrize(("restock", "left"), [(True, (20, 0)), (False, (18, 0))])
def test_goods_that_came_back_are_sold_again_only_when_the_producer_says_so(restock, left):
    order, good = place_one()
    walk(order, lifecycle.CONFIRM, lifecycle.HAND_OVER, lifecycle.DELIVER, lifecycle.COMPLETE)
    move_order(order, lifecycle.ASK_RETURN, actor=Actor.SHOPPER, reason="Hai chai nứt")
    move_order(order, lifecycle.AGREE_RETURN, actor=Actor.PRODUCER)
    move_order(order, lifecycle.RECEIVE_RETURN, actor=Actor.PRODUCER, facts={"restock": restock})
    assert stock_of(good) == left


def test_each_change_is_told_once_to_whoever_did_not_make_it(django_capture_on_commit_callbacks):
    producer = make_producer(email="ban@example.vn")
    order, _good = place_one(producer=producer)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        event = move_order(order, lifecycle.CONFIRM, actor=Actor.PRODUCER)
    (letter,) = mail.outbox
    assert letter.to == ["hoa@example.vn"]
    assert letter.subject == f"Đơn {order.number}: Chủ thể đã xác nhận đơn và đang chuẩn bị hàng."
    assert order.group.get_absolute_url() in letter.body
    assert tell.call(event.pk) == 0

    with django_capture_on_commit_callbacks(execute=True):
        move_order(order, lifecycle.CANCEL, actor=Actor.SHOPPER, reason="Đặt nhầm")
    assert [letter.to for letter in mail.outbox[1:]] == [["ban@example.vn"]]
    assert "Lý do: Đặt nhầm" in mail.outbox[1].body
    assert order.group.get_absolute_url() not in mail.outbox[1].body, "the shopper's link is the shopper's"


def test_what_no_server_took_goes_out_later(monkeypatch):
    order, _good = place_one()
    OrderNotice.objects.all().delete()  # the letters of the purchase itself
    event = move_order(order, lifecycle.CONFIRM, actor=Actor.PRODUCER)

    def down(self, recipient, message):
        raise ChannelError("down")

    with monkeypatch.context() as patch:
        patch.setattr(LetterChannel, "send", down)
        assert tell.call(event.pk) == 0
    mail.outbox.clear()
    assert tell_again() == 0, "the one who took it may still be sending"
    assert tell_again(at=timezone.now() + timedelta(minutes=11)) == 0
    OrderNotice.objects.update(taken_at=timezone.now() - timedelta(minutes=11))
    assert tell_again() == 1
    assert [letter.to for letter in mail.outbox] == [["hoa@example.vn"]]
    notice = OrderNotice.objects.get(event=event)
    assert (notice.tries, notice.sent_at is not None) == (2, True)


def test_events_are_numbered_by_the_database():
    order, _good = place_one()
    facts = {"move": "cancel", "was": "placed", "became": "cancelled", "actor": "time", "at": timezone.now()}
    OrderEvent.objects.create(order=order, number=2, **facts)
    for number in (2, 3):
        with pytest.raises(IntegrityError), transaction.atomic():
            OrderEvent.objects.create(order=order, number=number, **facts)
