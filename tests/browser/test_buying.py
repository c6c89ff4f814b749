"""A shopper on a 360 px phone without JavaScript: what is told at a field, a place found by its name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from catalogue.models import Product
from fairs.outlets import confirm_stock
from storefront.order.models import Order
from storefront.purchases.models import OrderGroup
from tests.factories.catalogue import make_commune, make_producer, make_product
from tests.factories.certification import certify
from tests.factories.fairs import make_sales_point

pytestmark = pytest.mark.django_db(transaction=True)


def _shelf() -> None:
    """Two producers who take transfers, one certified product each."""
    for number, title in enumerate(("Nước mắm cốt Làng Chài", "Trà Shan tuyết Suối Mây"), start=1):
        producer = make_producer(
            f"Hợp tác xã Thử {number}",
            bank_bin="999999",
            bank_account=f"00000{number}",
            bank_holder="TAI KHOAN MINH HOA",
            illustrative=True,
        )
        certify(make_product(title, producer=producer, price=100_000 * number, stock=5), star=4)


def _add(page: Page, server: LiveServer, words: str, title: str) -> None:
    page.goto(f"{server.url}/san-pham/?q={words}")
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("button", name="Thêm vào giỏ").click()


def test_a_phone_number_with_letters_is_told_at_the_field(
    live_server: LiveServer, open_phone: Callable[..., Page]
) -> None:
    _shelf()
    make_commune("Hoằng Phụ")
    page = open_phone(javascript=False)
    _add(page, live_server, "nuoc mam", "Nước mắm cốt Làng Chài")
    page.goto(f"{live_server.url}/thanh-toan/")
    page.get_by_label("Họ và tên").fill("Nguyễn Thị Mai")
    page.get_by_label("Số điện thoại", exact=True).fill("0912 abc 678")
    page.get_by_role("button", name="Đặt hàng").click()
    expect(page.locator("#id_phone_error")).to_contain_text("Số điện thoại phải là số Việt Nam")
    expect(page.get_by_label("Họ và tên")).to_have_value("Nguyễn Thị Mai")
    assert OrderGroup.objects.count() == 0


def test_a_place_is_found_by_name_and_goods_are_fetched_at_a_point_without_javascript(
    live_server: LiveServer, open_phone: Callable[..., Page]
) -> None:
    _shelf()
    make_commune("Hoằng Phụ")
    sauce = Product.objects.get(title="Nước mắm cốt Làng Chài")
    confirm_stock(make_sales_point("Chợ Vườn Hoa"), sauce)
    page = open_phone(javascript=False)
    _add(page, live_server, "nuoc mam", "Nước mắm cốt Làng Chài")

    page.goto(f"{live_server.url}/thanh-toan/")
    page.get_by_label("Họ và tên").fill("Nguyễn Thị Mai")
    page.get_by_label("Số điện thoại", exact=True).fill("0912 345 678")
    page.get_by_label("Tìm xã, phường").fill("hoang phu, thanh hoa")
    page.get_by_role("button", name="Chọn xã và tính phí giao").click()
    expect(page.get_by_text("Đã chọn Xã Hoằng Phụ, Thanh Hóa.")).to_be_visible()
    expect(page.get_by_label("Họ và tên")).to_have_value("Nguyễn Thị Mai")
    page.get_by_text("Tự đến nhận").click()
    page.get_by_label("Chợ Vườn Hoa").check()
    page.get_by_role("button", name="Tính lại tổng theo cách giao").click()
    expect(page.get_by_label("Chợ Vườn Hoa")).to_be_checked()
    page.get_by_role("button", name="Đặt hàng").click()

    page.wait_for_url("**/don-hang/**")
    order = Order.objects.get()
    assert (order.delivery.method, int(order.shipping_incl_tax)) == ("pick-up", 0)
    expect(page.get_by_text("Chợ Vườn Hoa").first).to_be_visible()
