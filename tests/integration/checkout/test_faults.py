"""The machine fails in the middle of an order: nothing half done, nothing lost, and the next try makes one order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection
from django.test import Client

from storefront.basket.models import Basket
from storefront.order.models import Order
from storefront.order.utils import OrderCreator
from storefront.purchases.models import OrderGroup
from tests.factories.own_postgres import can_run, moved_to_own_postgres
from tests.factories.purchases import checkout_fields, make_basket, make_good, make_shopper, place
from tests.factories.server import ROOT, url_of_test_database

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CHECKOUT = "/thanh-toan/"
#: Places an order, and is killed when the order stands, before its transaction ends.
KILLED = """
import os, signal, django
django.setup()
from storefront.basket.models import Basket
from storefront.partner.strategy import Selector
from storefront.places.models import Commune
from storefront.purchases.placing import Shopper, place_order_group
basket = Basket.objects.get()
basket.strategy = Selector().strategy()
commune = Commune.objects.get()
shopper = Shopper("Hoa", "+84912345678", "", commune.province, commune, "12 Lê Lợi")
place_order_group(basket, shopper=shopper, submission="killed-in-the-middle-01", seen_total=225_000,
                  on_placed=lambda group: os.kill(os.getpid(), signal.SIGKILL))
"""


def stock_of(good):
    record = good.stockrecords.get()
    return record.num_in_stock, record.num_allocated or 0


def test_a_process_killed_before_its_commit_leaves_nothing():
    good = make_good(stock=3, price=100_000)
    shopper = make_shopper()
    basket = make_basket((good, 2))

    killed = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-c", KILLED],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": url_of_test_database(),
            "DJANGO_SETTINGS_MODULE": "storefront.settings.test",
        },
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL
    assert (Order.objects.count(), OrderGroup.objects.count(), stock_of(good)) == (0, 0, (3, 0))
    basket = Basket.objects.get()
    assert (basket.status, basket.lines.get().quantity) == ("Open", 2)
    placed = place(make_basket_again(basket), shopper=shopper, submission="killed-in-the-middle-01")
    assert (placed.created, stock_of(good)) == (True, (3, 2))


def make_basket_again(basket):
    """The same basket as a new request reads it."""
    basket.strategy = make_basket().strategy
    return basket


@pytest.fixture
def shop():
    """A browser with the form filled in, on a database server that can be stopped."""
    if not can_run():
        pytest.skip("no programs of PostgreSQL to run a server of one's own")
    good = make_good(stock=3, price=100_000)
    client = Client(raise_request_exception=False)
    client.post(f"/gio-hang/them/{good.pk}/", {"quantity": 2})
    typed = checkout_fields()
    page = client.post(CHECKOUT, {**typed, "action": "refresh"})
    shown = {name: page.context[name] for name in ("submission", "seen_total")}
    with moved_to_own_postgres() as server:
        yield server, client, {**typed, **shown, "action": "place"}, good


def test_the_database_is_gone_for_a_while(shop):
    server, client, form, good = shop
    assert client.get("/gio-hang/").status_code == 200

    server.stop()
    looked, sent, again = client.get(CHECKOUT), client.post(CHECKOUT, form), client.post(CHECKOUT, form)
    assert [answer.status_code for answer in (looked, sent, again)] == [503, 503, 503]
    assert (sent["Retry-After"], sent["Cache-Control"]) == ("15", "no-store")
    page = sent.content.decode()
    assert "Đơn hàng gửi lại nhiều lần vẫn chỉ là một đơn." in page
    assert f'name="submission" value="{form["submission"]}"' in page
    assert Client().get("/healthz").status_code == 200  # a watcher carries no cookie

    server.start()
    connection.close_if_unusable_or_obsolete()  # as between two requests
    placed, repeated = client.post(CHECKOUT, form), client.post(CHECKOUT, form)
    assert (placed.status_code, repeated.url) == (302, placed.url)
    assert (OrderGroup.objects.count(), Order.objects.count(), stock_of(good)) == (1, 1, (3, 2))


def test_the_database_goes_in_the_middle_of_an_order(shop, monkeypatch):
    server, client, form, good = shop
    whole = OrderCreator.place_orders

    def cut(self, *args, **kwargs):
        orders = whole(self, *args, **kwargs)
        server.stop()
        return orders

    with monkeypatch.context() as patch:
        patch.setattr(OrderCreator, "place_orders", cut)
        assert client.post(CHECKOUT, form).status_code == 503

    server.start()
    connection.close_if_unusable_or_obsolete()
    assert (OrderGroup.objects.count(), Order.objects.count(), stock_of(good)) == (0, 0, (3, 0))
    assert client.post(CHECKOUT, form).status_code == 302
    assert (OrderGroup.objects.count(), Order.objects.count(), stock_of(good)) == (1, 1, (3, 2))
