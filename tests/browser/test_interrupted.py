"""Back button, second tap, a line that drops, a browser that was closed: one order group, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from storefront.purchases.models import OrderGroup
from tests.browser import steps

pytestmark = pytest.mark.django_db(transaction=True)
CHECKOUT = "**/thanh-toan/"


def _filled_in(page: Page, server: LiveServer, *, javascript: bool) -> None:
    """Two goods in the basket, the checkout filled in but not sent."""
    village = steps.make_village()
    steps.put_into_basket(page, server, village.sauce, village.tea)
    page.goto(f"{server.url}/thanh-toan/")
    steps.fill_in_who_and_where(page, javascript=javascript)
    page.get_by_label("Lời nhắn cho người bán, người giao").fill("Gọi trước khi giao")


def _expect_one_group(page: Page) -> None:
    group = OrderGroup.objects.get()
    expect(page).to_have_url(f"{page.url.split('/don-hang/')[0]}{group.get_absolute_url()}")
    assert group.orders.count() == 2


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_two_taps_and_the_back_button_make_one_group(
    live_server: LiveServer, open_phone: Callable[..., Page], javascript: bool
) -> None:
    page = open_phone(javascript=javascript)
    _filled_in(page, live_server, javascript=javascript)
    other_tab = page.context.new_page()
    other_tab.goto(f"{live_server.url}/thanh-toan/")
    as_it_was = page.content()

    page.get_by_role("button", name="Đặt hàng").dblclick()
    page.wait_for_url("**/don-hang/**")
    _expect_one_group(page)

    # Asked anew, the checkout's address leads to the order, and the basket names it.
    page.go_back()
    _expect_one_group(page)
    expect(page.get_by_text("không đặt thêm lần nữa")).to_be_visible()
    page.goto(f"{live_server.url}/gio-hang/")
    page.get_by_role("link", name="Xem đơn hàng").click()
    _expect_one_group(page)

    # A browser that shows the page as it was, and a second tab, may send it again.
    page.route(CHECKOUT, lambda route: _show(route, as_it_was))
    page.goto(f"{live_server.url}/thanh-toan/")
    for again in (page, other_tab):
        again.get_by_role("button", name="Đặt hàng").click()
        again.wait_for_url("**/don-hang/**")
        _expect_one_group(again)


def _show(route: Route, page: str) -> None:
    if route.request.method == "GET":
        route.fulfill(body=page, content_type="text/html; charset=utf-8")
    else:
        route.continue_()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_the_answer_lost_on_its_way_is_found_again(
    live_server: LiveServer, open_phone: Callable[..., Page], javascript: bool
) -> None:
    page = open_phone(javascript=javascript)
    _filled_in(page, live_server, javascript=javascript)
    known = page.context.cookies()

    def lose(route: Route) -> None:
        if route.request.post_data and "place" in route.request.post_data:
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(CHECKOUT, lose)
    page.get_by_role("button", name="Đặt hàng").click()
    page.wait_for_url("chrome-error://**")
    assert OrderGroup.objects.count() == 1
    # The answer's cookies went with it.
    page.unroute(CHECKOUT)
    page.context.clear_cookies()
    page.context.add_cookies(known)

    page.goto(f"{live_server.url}/thanh-toan/")
    _expect_one_group(page)


def test_without_a_connection_the_form_waits_with_what_was_typed(
    live_server: LiveServer, open_phone: Callable[..., Page]
) -> None:
    page = open_phone()
    _filled_in(page, live_server, javascript=True)

    def expect_everything_typed() -> None:
        expect(page.get_by_label("Họ và tên")).to_have_value("Nguyễn Thị Mai")
        expect(page.get_by_label("Số nhà, đường")).to_have_value("Thôn 3")
        expect(page.get_by_label("Lời nhắn cho người bán, người giao")).to_have_value("Gọi trước khi giao")
        expect(page.get_by_label("Xã, phường, đặc khu").locator("option:checked")).to_have_text(
            "Xã Hoằng Phụ"
        )

    page.context.set_offline(True)
    page.get_by_role("button", name="Đặt hàng").click()
    expect(page.get_by_text("Mất kết nối, đơn chưa được gửi")).to_be_visible()
    expect_everything_typed()
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()
    page.context.set_offline(False)
    page.goto(f"{live_server.url}/thanh-toan/")
    expect_everything_typed()
    assert OrderGroup.objects.count() == 0

    steps.send(page)
    _expect_one_group(page)
    assert page.evaluate("sessionStorage.getItem('checkout')") is None


def test_a_basket_outlives_the_browser(live_server: LiveServer, open_phone: Callable[..., Page]) -> None:
    village = steps.make_village()
    before = open_phone(javascript=False)
    steps.put_into_basket(before, live_server, village.sauce, village.tea)
    outliving = [cookie for cookie in before.context.cookies() if cookie["expires"] > 0]
    before.context.close()

    after = open_phone(javascript=False)
    after.context.add_cookies(outliving)
    after.goto(f"{live_server.url}/gio-hang/")
    for product in (village.sauce, village.tea):
        expect(after.get_by_role("link", name=product.title)).to_be_visible()
    after.get_by_role("link", name="Đặt hàng").click()
    steps.fill_in_who_and_where(after, javascript=False)
    assert set(steps.send(after)) == {village.sea, village.hill}
