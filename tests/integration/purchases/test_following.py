"""A shopper moves its own order from the tracking page, and finds it by number and telephone."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from storefront.order.models import Order
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.moving import move_order
from tests.factories.purchases import make_basket, make_good, make_paying_producer, place

pytestmark = pytest.mark.django_db
Status = Order.Status


def place_one(method="cod"):
    producer = make_paying_producer()
    placed = place(make_basket((make_good(producer=producer), 1)), payments={producer.pk: method})
    return placed.group, placed.group.orders.get()


def send(client, group, order, move, reason=""):
    address = f"{group.get_absolute_url()}{order.number}/"
    return client.post(address, {"move": move, "reason": reason}, follow=True)


def test_a_shopper_cancels_from_the_page(client):
    group, order = place_one()
    answer = send(client, group, order, "cancel", "Đặt nhầm")
    assert answer.redirect_chain == [(f"{group.get_absolute_url()}#order-{order.number}", 302)]
    page = answer.content.decode()
    assert f"Đơn {order.number}: Đơn đã bị huỷ." in page
    assert "“Đặt nhầm”" in page
    order.refresh_from_db()
    assert (order.status, order.events.last().reason) == (Status.CANCELLED, "Đặt nhầm")


@pytest.mark.parametrize("move", ["confirm", "pack", "hand_over", "refuse_return", "nonsense", ""])
def test_a_move_that_is_not_the_shoppers_changes_nothing(client, move):
    group, order = place_one()
    assert send(client, group, order, move, "x").status_code == 200
    order.refresh_from_db()
    assert (order.status, order.events.count()) == (Status.PLACED, 1)


def test_an_order_of_another_group_is_out_of_reach(client):
    (group, order), (_other, foreign) = place_one(), place_one()
    assert send(client, group, foreign, "cancel").status_code == 404
    tampered = group.get_absolute_url()[:-3] + "xx/"
    assert client.post(f"{tampered}{order.number}/", {"move": "cancel"}).status_code == 404
    assert set(Order.objects.values_list("status", flat=True)) == {Status.PLACED}


def test_the_page_draws_the_way_and_offers_what_is_open(client):
    group, order = place_one()
    for move in (lifecycle.CONFIRM, lifecycle.HAND_OVER):
        move_order(order, move, actor=Actor.PRODUCER)
    page = client.get(group.get_absolute_url()).content.decode()
    assert 'class="here" aria-current="step"><span>Đang giao</span>' in page
    assert 'value="deliver"' in page
    assert 'value="cancel"' not in page


def test_past_its_limit_an_unpaid_order_shows_as_cancelled_with_no_job_run(client):
    group, order = place_one("vietqr")
    assert order.number in client.get(group.get_absolute_url()).content.decode()
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        page = client.get(group.get_absolute_url()).content.decode()
    assert '<span class="tag off">Đã huỷ</span>' in page
    assert "data-copy" not in page, "nobody is told to pay for it any more"
    order.refresh_from_db()
    assert order.status == Status.PLACED


def test_the_number_of_a_purchase_and_its_telephone_lead_to_all_of_it(client):
    group, _order = place_one()
    answer = client.post("/don-hang/", {"number": group.number.lower(), "phone": "0912.345.678"})
    assert (answer.status_code, answer.url) == (302, group.get_absolute_url())


@pytest.mark.parametrize("typed", ["order", "spaced"])
def test_the_number_on_a_parcel_leads_to_that_order_alone_and_moves_nothing(client, typed):
    """Its producer and its carrier know number and telephone too."""
    goods = [(make_good(producer=make_paying_producer()), 1) for _order in range(2)]
    group = place(make_basket(*goods)).group
    order, other = group.orders.order_by("pk")
    number = {"order": order.number.lower(), "spaced": f"{order.number[:5]} {order.number[5:]}"}
    answer = client.post("/don-hang/", {"number": number[typed], "phone": "0912.345.678"})
    page = client.get(answer.url).content.decode()
    assert order.number in page
    assert other.number not in page
    assert group.number not in page
    assert group.street not in page
    assert 'name="move"' not in page
    assert client.post(f"{answer.url}{order.number}/", {"move": "cancel"}).status_code == 404
    assert set(Order.objects.values_list("status", flat=True)) == {Status.PLACED}


@pytest.mark.parametrize(
    ("number", "phone"),
    [(None, "0912345679"), ("DH22222222", "0912345678"), ("", "0912345678"), (None, "12")],
)
def test_one_of_the_two_alone_opens_nothing(client, number, phone):
    group, order = place_one()
    answer = client.post("/don-hang/", {"number": order.number if number is None else number, "phone": phone})
    assert answer.status_code == 422
    assert group.get_absolute_url() not in answer.content.decode()


def test_guessing_is_stopped(client):
    group, order = place_one()
    for _try in range(10):
        assert client.post("/don-hang/", {"number": "DH22222222", "phone": "0912345678"}).status_code == 422
    answer = client.post("/don-hang/", {"number": order.number, "phone": "0912345678"})
    assert answer.status_code == 429
    assert "quá nhiều lần" in answer.content.decode()
    assert group.get_absolute_url() not in answer.content.decode()


@pytest.mark.parametrize("orders", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_orders(client, orders, django_assert_num_queries):
    goods = [(make_good(producer=make_paying_producer()), 1) for _order in range(orders)]
    group = place(make_basket(*goods)).group
    client.get(group.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(group.get_absolute_url())
