"""A parcel's number: kept with the move, corrected with a note, shown to the shopper with the carrier's page."""

from __future__ import annotations

import pytest
from django.core import mail

from storefront.delivery.models import Parcel
from storefront.errors import DomainError
from storefront.purchases.lifecycle import CANCEL, HAND_OVER, Actor
from storefront.purchases.moving import move_order
from storefront.purchases.parcels import record_parcel

pytestmark = pytest.mark.django_db


def hand_over(order, **facts):
    return move_order(order, HAND_OVER, actor=Actor.PRODUCER, facts=facts)


def test_a_number_told_while_handing_over_is_kept_and_shown(client, order):
    hand_over(order, carrier_name="Giao Hàng Nhanh", tracking_number="ghn 12 34")
    parcel = order.parcels.get()
    assert (parcel.number, parcel.carrier.code, parcel.replaced_at) == ("GHN1234", "ghn", None)
    page = client.get(order.group.get_absolute_url()).content.decode()
    assert "GHN1234" in page
    assert 'href="https://donhang.ghn.vn/?order_code=GHN1234"' in page


def test_handing_over_without_a_number_keeps_no_parcel(order):
    hand_over(order, carrier_name="Giao Hàng Nhanh")
    assert not Parcel.objects.exists()


def test_a_corrected_number_is_told_once_and_the_old_one_stays(order, django_capture_on_commit_callbacks):
    hand_over(order, carrier_name="ghn", tracking_number="A100")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        record_parcel(order, carrier="ghn", number="A200")
        record_parcel(order, carrier="ghn", number="a 200")
    assert [(row.number, row.replaced_at is None) for row in order.parcels.all()] == [
        ("A100", False),
        ("A200", True),
    ]
    assert [event.move for event in order.events.all()][-2:] == ["hand_over", "tracking"]
    letters = [letter for letter in mail.outbox if letter.to == [order.group.email]]
    assert len(letters) == 1
    assert "https://donhang.ghn.vn/?order_code=A200" in letters[0].body


def test_a_carrier_we_do_not_know_is_kept_by_name(order):
    parcel = record_parcel(order, carrier=" Xe anh  Ba ", number="36B-123.45")
    assert (parcel.carrier, parcel.carrier_name, parcel.link) == (None, "Xe anh Ba", "")


@pytest.mark.parametrize("number", ["", "A1", "<script>", "x" * 41, "ÂM100"])
def test_what_is_no_number_changes_nothing(order, number):
    with pytest.raises(DomainError):
        record_parcel(order, carrier="ghn", number=number)
    with pytest.raises(DomainError):
        hand_over(order, carrier_name="ghn", tracking_number=number or "?")
    order.refresh_from_db()
    assert order.status == "confirmed"
    assert not Parcel.objects.exists()
    assert [event.move for event in order.events.all()] == ["place", "confirm"]


def test_a_cancelled_order_has_no_parcel(order):
    move_order(order, CANCEL, actor=Actor.SHOPPER)
    with pytest.raises(DomainError) as refused:
        record_parcel(order, carrier="ghn", number="A100")
    assert refused.value.code == "no-parcel-now"
    assert not Parcel.objects.exists()
