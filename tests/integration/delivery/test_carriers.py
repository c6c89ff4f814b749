"""The carrier's service over signed HTTP on loopback, and its messages: taken once, forged ones refused."""

from __future__ import annotations

import json
import time

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from storefront.delivery.models import CarrierCall, Parcel
from storefront.purchases.lifecycle import HAND_OVER, Actor
from storefront.purchases.moving import move_order
from storefront.shipping.carriers.base import CarrierError, Quote, SignedHttpCarrier
from storefront.shipping.carriers.signing import sign
from tests.factories.carriers import KEY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_in")]


def tell(client, *, key=KEY, late=0, code="ghn", **told):
    body = json.dumps({"reference": "e1", "number": "TEST00000001", "status": "delivered", **told}).encode()
    timestamp = int(time.time()) - late
    return client.post(
        f"/van-chuyen/{code}/",
        body,
        content_type="application/json",
        headers={"X-Timestamp": str(timestamp), "X-Signature": sign(body, key=key, timestamp=timestamp)},
    )


def book_and_hand_over(order):
    call_command("book_parcel", order.number, verbosity=0)
    move_order(order, HAND_OVER, actor=Actor.PRODUCER)


def test_a_quote_goes_by_weight_and_province(stand_in):
    service = SignedHttpCarrier("ghn", url=stand_in.url, key=KEY)
    assert service.quote(grams=2000, origin="38", destination="38") == Quote(18_000, 1, 2)
    assert service.quote(grams=2501, origin="38", destination="01") == Quote(38_000, 2, 5)


def test_a_wrong_key_and_a_closed_door_are_told_as_such(stand_in):
    with pytest.raises(CarrierError):
        SignedHttpCarrier("ghn", url=stand_in.url, key="another").quote(grams=1, origin="1", destination="1")
    with pytest.raises(CarrierError):
        SignedHttpCarrier("ghn", url="http://127.0.0.1:9", key=KEY).quote(
            grams=1, origin="1", destination="1"
        )
    assert stand_in.parcels == {}


def test_booked_twice_it_is_one_parcel(order, stand_in):
    call_command("book_parcel", order.number, verbosity=0)
    call_command("book_parcel", order.number, verbosity=0)
    assert stand_in.parcels == {order.number: "TEST00000001"}
    assert [(row.carrier.code, row.number) for row in Parcel.objects.all()] == [("ghn", "TEST00000001")]


def test_without_a_carrier_nothing_is_booked(order, settings):
    settings.OCOP_CARRIER = ""
    with pytest.raises(CommandError):
        call_command("book_parcel", order.number)
    assert not Parcel.objects.exists()


@pytest.mark.parametrize(("status", "state"), [("delivered", "delivered"), ("returned", "returned")])
def test_a_message_moves_the_order_once(client, order, status, state):
    book_and_hand_over(order)
    first, again = tell(client, status=status), tell(client, status=status)
    assert [(answer.status_code, answer.json()) for answer in (first, again)] == [
        (200, {"outcome": "deliver" if status == "delivered" else "come_back"}),
        (200, {"outcome": "repeated"}),
    ]
    order.refresh_from_db()
    assert order.status == state
    assert [event.actor for event in order.events.all()].count("carrier") == 1
    assert CarrierCall.objects.count() == 1


@pytest.mark.parametrize(
    ("how", "answer"),
    [
        ({"key": "another"}, 401),
        ({"key": ""}, 401),
        ({"late": 301}, 401),
        ({"late": -301}, 401),
        ({"code": "ghtk"}, 401),
        ({"status": "paid"}, 400),
        ({"number": ""}, 400),
        ({"number": None}, 400),
        ({"reference": "x" * 81}, 400),
        ({"reference": 7}, 400),
        ({"number": "TEST99999999"}, 404),
    ],
)
def test_what_is_forged_late_or_not_ours_changes_nothing(client, order, how, answer):
    book_and_hand_over(order)
    assert tell(client, **how).status_code == answer
    order.refresh_from_db()
    assert order.status == "handed_over"
    assert not CarrierCall.objects.exists()


def test_a_message_that_comes_too_early_may_come_again(client, order):
    call_command("book_parcel", order.number, verbosity=0)
    assert tell(client).status_code == 409
    assert not CarrierCall.objects.exists()
    move_order(order, HAND_OVER, actor=Actor.PRODUCER)
    assert tell(client).status_code == 200
    order.refresh_from_db()
    assert order.status == "delivered"
