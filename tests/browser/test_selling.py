"""Both sides on a 360 px phone: one order by transfer goes all the way and comes back, one for cash is called off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from storefront.order.models import Order
from tests.factories.purchases import make_basket, make_good, make_paying_producer, place
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def _press(page: Page, address: str, code: str) -> None:
    """Make a move as a person does: open what is folded, give a reason where there is room for one."""
    page.goto(address)
    form = page.locator(f'form:has(input[name="move"][value="{code}"])').first
    fold = page.locator("details").filter(has=form)
    if fold.count() and fold.first.get_attribute("open") is None:
        fold.first.locator("summary").click()
    reason = form.locator("textarea")
    if reason.count():
        reason.first.fill("Thử")
    good_as_new = form.locator('input[name="restock"][value="co"]')
    if good_as_new.count():
        good_as_new.check()
    with page.expect_navigation():
        form.locator("[type=submit]").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_an_order_goes_all_the_way_and_another_is_called_off(
    live_server: LiveServer, open_phone: Callable[..., Page], javascript: bool
) -> None:
    sea, hill = make_paying_producer("HTX Biển"), make_paying_producer("HTX Đồi")
    goods = [make_good("Nước mắm", producer=sea, stock=5), make_good("Chè", producer=hill, stock=5)]
    group = place(make_basket(*[(good, 1) for good in goods]), payments={sea.pk: "vietqr"}).group
    paid, cash = group.orders.order_by("pk")
    seller = make_user()
    sea.users.add(seller)
    client = Client()
    client.force_login(seller)
    desk, phone = open_phone(javascript=javascript), open_phone(javascript=javascript)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    desk.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    order_page = f"{live_server.url}/gian-hang/don/{paid.number}/"
    shopper_page = f"{live_server.url}{group.get_absolute_url()}"

    def is_now(order: Order) -> str:
        return Order.objects.get(pk=order.pk).status

    desk.goto(order_page)
    with desk.expect_navigation():
        desk.get_by_role("button", name="Ghi tiền về").click()
    for code, status in (("confirm", "confirmed"), ("pack", "packed"), ("hand_over", "handed_over")):
        _press(desk, order_page, code)
        assert is_now(paid) == status
    cancel = f"{shopper_page}#order-{cash.number}"
    _press(phone, cancel, "cancel")
    assert is_now(cash) == "cancelled"
    _press(phone, shopper_page, "deliver")
    assert is_now(paid) == "delivered"
    _press(phone, shopper_page, "complete")
    assert is_now(paid) == "completed"
    _press(phone, shopper_page, "ask_return")
    _press(desk, order_page, "agree_return")
    _press(desk, order_page, "receive_return")
    assert is_now(paid) == "returned"
    stock = [
        (record.num_in_stock, record.num_allocated) for good in goods for record in good.stockrecords.all()
    ]
    assert stock == [(5, 0), (5, 0)]
