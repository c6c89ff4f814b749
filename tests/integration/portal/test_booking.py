"""Calling a carrier from an order's page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from storefront.delivery.loading import load_carriers
from storefront.delivery.models import Carrier, Parcel
from storefront.purchases.lifecycle import CANCEL, CONFIRM, Actor
from storefront.purchases.moving import move_order
from tests.factories.carriers import running_carrier
from tests.factories.portal import make_order, make_owner

pytestmark = pytest.mark.django_db
BOOK, CALL_OFF = "Gọi bên vận chuyển", "Huỷ vận đơn"


@pytest.fixture
def stand_in(settings):
    load_carriers(Carrier)
    with running_carrier(settings) as server:
        yield server


def page(client, order):
    return client.get(reverse("portal:order", args=[order.number])).content.decode()


def book(client, order, **data):
    return client.post(reverse("portal:booking", args=[order.number]), data, follow=True).content.decode()


def test_a_parcel_is_booked_labelled_called_off_and_booked_anew(stand_in):
    producer, client = make_owner()
    order = make_order(producer, state="confirmed")
    assert BOOK in page(client, order)
    said = [book(client, order), book(client, order)]
    assert ["mã vận đơn TEST00000001. In nhãn" in each for each in said] == [True, True]
    told = stand_in.booked["TEST00000001"]
    assert (told["reference"], told["collect"]) == (order.number, 125_000)
    assert (told["recipient"]["name"], told["recipient"]["phone"]) == ("Nguyễn Thị Hoa", "+84912345678")
    label = client.get(reverse("portal:label", args=[order.number]))
    assert (label["Content-Type"], label.content[:5]) == ("application/pdf", b"%PDF-")
    shown = page(client, order)
    assert 'value="TEST00000001"' in shown  # filled in where the goods are handed over
    assert BOOK not in shown
    assert "Đã huỷ vận đơn TEST00000001" in book(client, order, action="cancel")
    assert stand_in.cancelled == {"TEST00000001"}
    assert "TEST00000002" in book(client, order)
    assert stand_in.parcels == {order.number: "TEST00000001", f"{order.number}-2": "TEST00000002"}
    events = [event.move for event in order.events.order_by("number")]
    assert events[-3:] == ["tracking", "tracking_cancelled", "tracking"]


def test_another_number_waits_until_the_booking_is_called_off(stand_in):
    producer, client = make_owner()
    order = make_order(producer, state="confirmed")
    book(client, order)
    data = {"move": "hand_over", "carrier_name": "VNPost", "tracking_number": "EB123VN"}
    said = client.post(reverse("portal:move", args=[order.number]), data, follow=True).content.decode()
    assert "Hãy huỷ vận đơn đó trước khi ghi mã khác." in said
    order.refresh_from_db()
    assert (order.status, order.parcels.get().number) == ("confirmed", "TEST00000001")
    client.post(reverse("portal:move", args=[order.number]), {"move": "hand_over"})
    order.refresh_from_db()
    assert (order.status, order.parcels.get(replaced_at=None).number) == ("handed_over", "TEST00000001")
    assert CALL_OFF not in page(client, order)
    assert "không có vận đơn nào huỷ được" in book(client, order, action="cancel")


def test_what_cannot_be_done_changes_nothing_and_is_said(stand_in, settings):
    producer, client = make_owner()
    placed = make_order(producer)
    assert "không có kiện hàng nào cần gọi" in book(client, placed)
    order = make_order(producer, state="confirmed")
    book(client, order)
    stand_in.fetched.add("TEST00000001")
    assert "đã lấy hàng nên không huỷ được nữa" in book(client, order, action="cancel")
    assert order.parcels.get().cancelled_at is None
    settings.OCOP_CARRIER_URL = "http://127.0.0.1:9"
    late = make_order(producer, state="confirmed")
    assert "Chưa có gì thay đổi" in book(client, late)
    assert Parcel.objects.count() == 1
    settings.OCOP_CARRIER = ""
    assert BOOK not in page(client, late)
    assert client.post(reverse("portal:booking", args=[late.number])).status_code == 404


def test_a_booking_of_a_cancelled_order_is_called_off_too(stand_in):
    producer, client = make_owner()
    order = make_order(producer)
    move_order(order, CONFIRM, actor=Actor.PRODUCER)
    book(client, order)
    move_order(order, CANCEL, actor=Actor.SHOPPER, reason="đổi ý")
    assert "Đơn đã huỷ nhưng vận đơn còn đó" in page(client, order)
    book(client, order, action="cancel")
    assert stand_in.cancelled == {"TEST00000001"}
    assert "vận đơn còn đó" not in page(client, order)
