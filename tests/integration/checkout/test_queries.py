"""What the way to the payment asks of the database: the same for one line and for twenty, by number."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from storefront.holds.models import StockHold
from tests.factories.purchases import checkout_fields, make_basket, make_good

pytestmark = pytest.mark.django_db
CHECKOUT = "/thanh-toan/"


def asked_for(work):
    with CaptureQueriesContext(connection) as seen:
        answer = work()
    return answer, len(seen)


def asked(work):
    answer, queries = asked_for(work)
    return answer.status_code, queries


@pytest.fixture
def fields():
    return checkout_fields()


@pytest.fixture(params=[1, 20], ids=["one line", "twenty lines"])
def client(request):
    """A browser with so many goods, each of a producer of its own, in its basket."""
    client = Client()
    client.post(f"/gio-hang/them/{make_good().pk}/", {"quantity": 1})
    basket = make_basket(*[(make_good(), 1) for _line in range(request.param - 1)])
    basket.lines.update(basket=basket.__class__.objects.exclude(pk=basket.pk).get())
    client.get(CHECKOUT)  # what is asked once per process is not asked again
    return client


def test_the_basket(client):
    assert asked(lambda: client.get("/gio-hang/")) == (200, 9)


def test_one_more_into_the_basket(client):
    good = make_good()
    assert asked(lambda: client.post(f"/gio-hang/them/{good.pk}/", {"quantity": 1})) == (302, 10)


def test_the_checkout_opened_and_looked_at_again(client):
    StockHold.objects.all().delete()
    assert asked(lambda: client.get(CHECKOUT)) == (200, 14)
    assert asked(lambda: client.get(CHECKOUT)) == (200, 8)


def test_the_province_chosen(client, fields):
    assert asked(lambda: client.post(CHECKOUT, {**fields, "action": "refresh"})) == (200, 16)


def test_the_order_sent_and_its_confirmation(client, fields):
    """Sent without the total it is told; the second form is ordered, one order for each line's producer."""
    typed = {**fields, "action": "place", "submission": "a" * 32}
    told = client.post(CHECKOUT, typed)
    assert told.status_code == 409
    placed, queries = asked_for(lambda: client.post(CHECKOUT, {**typed, "seen_total": told.context["total"]}))
    assert (placed.status_code, queries) == (302, 46)
    assert asked(lambda: client.get(placed.url)) == (200, 8)


def test_a_form_with_a_fault(client, fields):
    typed = {**fields, "action": "place", "phone": "123", "submission": "a" * 32, "seen_total": "1"}
    assert asked(lambda: client.post(CHECKOUT, typed)) == (422, 32)


def test_a_total_that_changed(client, fields):
    typed = {**fields, "action": "place", "submission": "a" * 32, "seen_total": "1"}
    assert asked(lambda: client.post(CHECKOUT, typed)) == (409, 33)
