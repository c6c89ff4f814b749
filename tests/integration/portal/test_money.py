"""Money as its producer tells of it: noted once, in its bounds, and never over what others noted meanwhile."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from storefront.order.models import Order
from storefront.payment.sources import balance_of
from storefront.purchases.models import MoneyEntry, OrderGroup
from storefront.transfers.receiving import receive_transfer
from tests.factories.portal import make_order, make_owner
from tests.factories.transfers import tell_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_owner()


def form_of(client, order):
    """The hidden fields of the payment form, as a browser sends them back."""
    text = client.get(reverse("portal:order", args=[order.number])).content.decode()
    part = text[text.index("/tien-ve/") :]
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', part)[1].replace(".", "")
        for name in ("amount", "mark", "seen")
    }


def pay(client, order, **fields):
    return client.post(reverse("portal:payment", args=[order.number]), fields)


def give_back(client, order, **fields):
    return client.post(reverse("portal:refund", args=[order.number]), fields)


def balance(order):
    return balance_of(Order.objects.get(pk=order.pk))


def test_a_transfer_is_confirmed_in_full_and_the_order_may_go_on(owner):
    producer, client = owner
    order = make_order(producer, method="vietqr")
    fields = form_of(client, order)
    assert fields["amount"] == "125000"
    assert pay(client, order, **fields, note="FT26001").status_code == 302
    entry = MoneyEntry.objects.get()
    assert (entry.amount, entry.channel, entry.note, entry.by) == (
        125_000,
        "producer",
        "FT26001",
        producer.users.get(),
    )
    assert (balance(order).outstanding, Order.objects.get().time_limit) == (0, None)


def test_the_same_form_twice_is_one_payment(owner):
    producer, client = owner
    order = make_order(producer, method="vietqr")
    fields = form_of(client, order)
    assert [pay(client, order, **fields).status_code for _click in range(2)] == [302, 302]
    assert (MoneyEntry.objects.count(), balance(order).paid) == (1, 125_000)


def test_two_open_pages_do_not_note_the_same_money_twice(owner):
    producer, client = owner
    order = make_order(producer, method="vietqr")
    one, other = form_of(client, order), form_of(client, order)
    pay(client, order, **one)
    response = pay(client, order, **other)
    assert response.status_code == 409
    assert "125.000" in response.content.decode()
    assert (MoneyEntry.objects.count(), balance(order).paid) == (1, 125_000)


def test_a_statement_meanwhile_is_seen(owner):
    producer, client = owner
    order = make_order(producer, method="vietqr")
    fields = form_of(client, order)
    receive_transfer(tell_of(order), producer=producer, channel="statement")
    assert pay(client, order, **fields).status_code == 409
    assert balance(order).paid == 125_000


def test_parts_sum_up(owner):
    producer, client = owner
    order = make_order(producer, method="vietqr")
    pay(client, order, **{**form_of(client, order), "amount": "100.000"})
    assert balance(order).outstanding == 25_000
    fields = form_of(client, order)
    assert fields["amount"] == "25000"
    pay(client, order, **fields)
    assert balance(order).outstanding == 0


@pytest.mark.parametrize(
    "amount", ["", "0", "-5", "1,5", "12.50", "năm", "1e5", "250.001", "99999999999999999"]
)
def test_amounts_that_cannot_be_are_refused_with_what_was_typed(owner, amount):
    producer, client = owner
    order = make_order(producer, method="vietqr")
    response = pay(client, order, **{**form_of(client, order), "amount": amount})
    assert response.status_code in (409, 422)
    assert "amount" in response.context["payment"].errors
    assert response.context["payment"]["amount"].value() == amount
    assert not MoneyEntry.objects.exists()


@pytest.mark.parametrize("mark", ["", "short", "a b" * 10, "x" * 41])
def test_a_form_without_its_mark_is_refused(owner, mark):
    producer, client = owner
    order = make_order(producer, method="vietqr")
    assert pay(client, order, **{**form_of(client, order), "mark": mark}).status_code == 422
    assert not MoneyEntry.objects.exists()


def test_cash_is_noted_when_the_parcel_arrived(owner):
    producer, client = owner
    order = make_order(producer, state="packed")
    page = client.get(reverse("portal:order", args=[order.number]))
    assert "/tien-ve/" not in page.content.decode()
    order = make_order(producer, state="delivered")
    pay(client, order, **form_of(client, order))
    assert balance(order).outstanding == 0


def test_money_of_a_cancelled_order_goes_back_once(owner):
    producer, client = owner
    order = make_order(producer, method="vietqr")
    pay(client, order, **form_of(client, order))
    client.post(reverse("portal:move", args=[order.number]), {"move": "cancel", "reason": "hết hàng"})
    page = client.get(reverse("portal:order", args=[order.number]))
    assert page.context["refund"]["amount"].value() == "125.000"
    for _click in range(2):
        assert give_back(client, order, amount="125.000", reference=" ft 77 ").status_code == 302
    assert (balance(order).excess, balance(order).refunded) == (0, 125_000)
    response = give_back(client, order, amount="1", reference="FT78")
    assert response.status_code == 409
    assert balance(order).refunded == 125_000


def test_money_of_orders_the_operator_sold_is_not_the_producers_to_note(owner):
    producer, client = owner
    order = make_order(producer, method="vietqr")
    fields = form_of(client, order)
    OrderGroup.objects.update(sales_mode="direct")
    assert pay(client, order, **fields).status_code == 409
    assert give_back(client, order, amount="1000", reference="FT1").status_code == 409
    assert "/tien-ve/" not in client.get(reverse("portal:order", args=[order.number])).content.decode()
    assert client.get(reverse("portal:orders"), {"tien": "cho"}).context["page"].paginator.count == 0
    assert not MoneyEntry.objects.exists()


def test_one_reference_is_one_refund_over_all_orders_of_a_producer(owner):
    producer, client = owner
    orders = [make_order(producer, state="delivered") for _each in range(2)]
    for order in orders:
        pay(client, order, **form_of(client, order))
    assert give_back(client, orders[0], amount="1000", reference="FT1").status_code == 302
    assert give_back(client, orders[1], amount="1000", reference="ft1").status_code == 409
    other, browser = make_owner()
    foreign = make_order(other, state="delivered")
    pay(browser, foreign, **form_of(browser, foreign))
    assert give_back(browser, foreign, amount="1000", reference="FT1").status_code == 302
    assert balance(orders[1]).refunded == 0
