"""What people do in a browser, step by step: put into the basket, fill in the checkout, make a move, sign in."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import zxingcpp
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Locator, Page
from pytest_django.live_server_helper import LiveServer

from catalogue.models import Product
from fairs.models import Booth
from fairs.outlets import confirm_stock
from storefront.delivery.models import DeliveryTerms, DeliveryZone
from storefront.order.models import Order
from storefront.payment.vietqr import VietQR, parse_payload
from tests.factories.catalogue import make_commune, make_province
from tests.factories.fairs import make_booth_category, make_fair, make_sales_point
from tests.factories.purchases import make_good, make_paying_producer
from tests.factories.users import make_user

ADDRESS = {"Họ và tên": "Nguyễn Thị Mai", "Số điện thoại": "0912 345 678", "Số nhà, đường": "Thôn 3"}
PASSWORD = "mat-khau"
_ORDER = re.compile(r"\bDH[0-9A-Z]{8}\b")


@dataclass(frozen=True)
class Village:
    """Two producers, what they sell, and who runs their stalls."""

    sea: Any
    hill: Any
    sauce: Product
    tea: Product
    sellers: dict[Any, Any]


def make_village(*, stock: int = 9) -> Village:
    """Two producers who take transfers: the sea has a rate table and an own courier, the hill a point and a booth."""
    commune = make_commune("Hoằng Phụ")
    make_province("Nghệ An", code="40")
    sea = make_paying_producer("Hợp tác xã Biển", bank_account="0000123456")
    hill = make_paying_producer("Hợp tác xã Đồi", bank_account="0000654321")
    sauce = make_good("Nước mắm cốt Làng Chài", producer=sea, price=100_000, stock=stock)
    tea = make_good("Trà Shan tuyết Suối Mây", producer=hill, price=200_000, stock=stock)
    DeliveryZone.objects.create(producer=sea, kind="own", charge=22_000, days_min=1, days_max=2)
    DeliveryTerms.objects.create(producer=sea, by_courier=True, courier_charge=15_000)
    confirm_stock(make_sales_point("Chợ Vườn Hoa", commune=commune), tea)
    opens = timezone.localtime() + timedelta(days=5)
    fair = make_fair("Tuần hàng Tết", opens_at=opens.replace(hour=8, minute=0), days=1)
    Booth.objects.create(fair=fair, category=make_booth_category(), number="A07", producer=hill)
    sellers = {}
    for producer in (sea, hill):
        sellers[producer] = make_user()
        producer.users.add(sellers[producer])
    return Village(sea, hill, sauce, tea, sellers)


def put_into_basket(page: Page, server: LiveServer, *products: Product) -> None:
    """Press the button on each product's page."""
    for product in products:
        page.goto(f"{server.url}{product.get_absolute_url()}")
        page.get_by_role("button", name="Thêm vào giỏ").click()


def fill_in_who_and_where(page: Page, *, javascript: bool, province: str = "Thanh Hóa") -> None:
    """Name, telephone and address, the commune from the list its province brings."""
    for label in ("Họ và tên", "Số điện thoại"):
        page.get_by_label(label, exact=label == "Số điện thoại").fill(ADDRESS[label])
    page.get_by_label("Tỉnh, thành phố").select_option(label=province)
    if not javascript:
        page.get_by_role("button", name="Chọn xã và tính phí giao").click()
    page.get_by_label("Xã, phường, đặc khu").select_option(label="Xã Hoằng Phụ")
    page.get_by_label("Số nhà, đường").fill(ADDRESS["Số nhà, đường"])


def part_of(page: Page, producer: Any) -> Locator:
    """The producer's part of the checkout."""
    return page.locator("section.part").filter(has=page.get_by_role("heading", name=producer.name))


def choose(page: Page, producer: Any, *, way: str, pay: str, javascript: bool) -> None:
    """Choose how the producer's goods come and how they are paid. `way` is part of one label offered."""
    part = part_of(page, producer)
    box = part.get_by_label(way)
    if not box.is_visible():
        part.locator("summary", has_text="Tự đến nhận").click()
    if javascript and not box.is_checked():
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            box.check()
        page.locator('[data-live="sum"]:not([aria-busy])').wait_for()
    else:
        box.check()
    part_of(page, producer).get_by_label(pay).check()


def send(page: Page) -> dict[Any, Order]:
    """Send the checkout and land on the page of the orders; each producer's order."""
    page.get_by_role("button", name="Đặt hàng").click()
    page.wait_for_url("**/don-hang/**")
    numbers = set(_ORDER.findall(page.content()))
    return {order.producer: order for order in Order.objects.filter(number__in=numbers)}


def read_transfer(page: Page, order: Order) -> VietQR:
    """What a bank's app reads from the picture on the screen."""
    figure = page.locator("article.order", has_text=order.number).locator("svg.qr")
    figure.scroll_into_view_if_needed()
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(figure.screenshot())))
    assert len(found) == 1
    return parse_payload(found[0].text)


def press(page: Page, address: str, move: str, **answers: str) -> None:
    """Make a move as a person does: open what is folded, answer what is asked, press the button."""
    page.goto(address)
    form = page.locator(f'form:has(input[name="move"][value="{move}"])').first
    fold = page.locator("details").filter(has=form)
    if fold.count() and fold.first.get_attribute("open") is None:
        fold.first.locator("summary").click()
    for name, answer in answers.items():
        field = form.locator(f'[name="{name}"]')
        if field.first.get_attribute("type") == "radio":
            form.locator(f'[name="{name}"][value="{answer}"]').check()
        else:
            field.fill(answer)
    with page.expect_navigation():
        form.locator("[type=submit]").click()


def sign_in(page: Page, server: LiveServer, user: Any, then: str) -> None:
    """Sign in at the one door for producers and officers, on the way to `then`."""
    page.goto(f"{server.url}/quan-tri/login/?next={then}")
    page.locator("[name=username]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form [type=submit]").first.click()
    page.wait_for_url(f"**{then}")


def runs_over(page: Page) -> int:
    """How many pixels the page is wider than the screen; 0 as it should be."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
