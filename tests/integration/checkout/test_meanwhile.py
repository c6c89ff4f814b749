"""Between the page and its sending the world changed: nothing is ordered, the shopper is told which goods and why."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from storefront.basket.models import Basket
from storefront.order.models import Order
from storefront.payment.sources import balance_of
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.models import OrderGroup
from storefront.purchases.moving import move_order
from storefront.transfers.receiving import receive_transfer
from tests.factories.catalogue import make_product
from tests.factories.certification import certify
from tests.factories.purchases import checkout_fields, hidden, make_good, make_paying_producer
from tests.factories.transfers import tell_of
from tests.integration.checkout.test_views import URL, add, refresh

pytestmark = pytest.mark.django_db
LAST_EVENING = datetime(2026, 11, 21, 16, 50, tzinfo=UTC)  # 23:50 in Hà Nội
NEXT_DAY = datetime(2026, 11, 21, 17, 10, tzinfo=UTC)


def ending_good(title, **facts):
    """Goods whose star ends with the day of `LAST_EVENING`."""
    good = make_product(title, **facts)
    certify(good, on=date(2023, 11, 22))
    return good


def ready(client, **typed):
    return {**checkout_fields(**typed), **hidden(refresh(client, **typed)), "action": "place"}


def stock_of(good):
    return good.stockrecords.get().num_allocated or 0


def test_a_star_that_ends_at_midnight_between_the_page_and_its_sending(client):
    with time_machine.travel(LAST_EVENING, tick=False) as clock:
        ending, lasting = ending_good("Mắm tôm"), make_good("Chè")
        add(client, ending)
        add(client, lasting)
        form = ready(client)
        clock.move_to(NEXT_DAY)
        answer = client.post(URL, form)
        page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mắm tôm:" in page
    assert "Chè:" not in page
    assert "giỏ hàng vẫn còn" in page
    assert (OrderGroup.objects.count(), stock_of(ending), stock_of(lasting)) == (0, 0, 0)
    assert Basket.objects.get().lines.count() == 2


def test_a_star_that_ends_between_the_order_and_its_money_breaks_no_order(client):
    """What was sold under a star is paid for and delivered."""
    producer = make_paying_producer()
    with time_machine.travel(LAST_EVENING, tick=False) as clock:
        good = ending_good("Mắm tôm", producer=producer, price=100_000)
        add(client, good)
        payment = {f"payment_{producer.pk}": "vietqr"}
        assert client.post(URL, ready(client, **payment)).status_code == 302
        order = Order.objects.get()
        clock.move_to(NEXT_DAY)
        told = receive_transfer(tell_of(order), producer=producer, channel="sepay")
        move_order(order, lifecycle.CONFIRM, actor=Actor.PRODUCER)
    assert (told.transfer.outcome, balance_of(order).outstanding, order.status) == ("exact", 0, "confirmed")


def test_a_producer_suspended_while_the_form_was_filled_in(client):
    halted, other = make_paying_producer("HTX Biển"), make_paying_producer("HTX Đồi")
    fish, tea = make_good("Mắm tôm", producer=halted), make_good("Chè", producer=other)
    add(client, fish)
    add(client, tea)
    form = ready(client)
    halted.state, halted.state_reason = "suspended", "Đang kiểm tra"
    halted.save()
    answer = client.post(URL, form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mắm tôm:" in page
    assert "Chè:" not in page
    assert (OrderGroup.objects.count(), stock_of(fish), stock_of(tea)) == (0, 0, 0)
