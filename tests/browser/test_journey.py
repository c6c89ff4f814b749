"""From two baskets to every state an order can be in, on a 360 px phone, through the pages people use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from storefront.order.models import Order
from storefront.purchases.models import OrderGroup
from tests.browser import steps
from tests.factories.offers import make_voucher
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)

CARRIER, COURIER, POINT = "Gửi qua bên vận chuyển", "Chủ thể tự giao tận nơi", "Chợ Vườn Hoa"
CASH, TRANSFER = "Trả tiền khi nhận hàng", "VietQR"
LABELS = {str(state.label): state.value for state in Order.Status}


class Journey:
    """One shopper, two producers and an operator, each with a browser; and the states all of them saw."""

    def __init__(self, server: LiveServer, open_phone: Callable[..., Page], *, javascript: bool) -> None:
        self.server, self.javascript = server, javascript
        self.village = steps.make_village()
        self.phone = open_phone(javascript=javascript)
        self.desks = {producer: open_phone(javascript=javascript) for producer in self.village.sellers}
        self.office = open_phone(width=1440)
        for producer, desk in self.desks.items():
            steps.sign_in(desk, server, self.village.sellers[producer], "/gian-hang/")
        steps.sign_in(self.office, server, make_user(role="operator"), "/quan-tri/don/")
        self.reached: set[str] = set()
        self.pages: dict[str, str] = {}

    def buy(self, *choices: tuple[Any, Any, str, str], code: str = "") -> dict[Any, Order]:
        """Buy one piece of each product; `choices` name the producer, its way of delivery and of being paid."""
        page = self.phone
        steps.put_into_basket(page, self.server, *(product for _producer, product, _way, _pay in choices))
        if code:
            page.goto(f"{self.server.url}/gio-hang/")
            page.get_by_role("textbox", name="Mã giảm giá").fill(code.lower())
            page.get_by_role("button", name="Dùng mã").click()
            expect(page.get_by_text(f"Đã tính phần giảm của mã {code}")).to_be_visible()
        page.goto(f"{self.server.url}/thanh-toan/")
        steps.fill_in_who_and_where(page, javascript=self.javascript)
        for producer, _product, way, pay in choices:
            steps.choose(page, producer, way=way, pay=pay, javascript=self.javascript)
        if not self.javascript:
            page.get_by_role("button", name="Tính lại tổng theo cách giao").click()
        assert steps.runs_over(page) == 0
        placed = steps.send(page)
        for order in placed.values():
            self.pages[order.number] = page.url
            self.look(order, "placed")
        return placed

    def look(self, order: Order, state: str) -> None:
        """The shopper's page, the producer's and the operator's all say that the order is in that state."""
        if order.number not in self.phone.url:
            self.phone.goto(self.pages[order.number])
        article = self.phone.locator("article.order", has_text=order.number)
        told = article.locator("header .tag").inner_text().strip()
        assert LABELS[told] == state
        self.reached.add(LABELS[told])
        assert steps.runs_over(self.phone) == 0
        desk = self.desks[order.producer]
        desk.goto(self.desk_page(order))
        expect(desk.locator("h1 .tag")).to_have_text(told)
        assert steps.runs_over(desk) == 0

    def desk_page(self, order: Order) -> str:
        return f"{self.server.url}/gian-hang/don/{order.number}/"

    def produce(self, order: Order, move: str, becomes: str, **answers: str) -> None:
        """The producer moves the order."""
        steps.press(self.desks[order.producer], self.desk_page(order), move, **answers)
        self.phone.goto(self.pages[order.number])
        self.look(order, becomes)

    def shop(self, order: Order, move: str, becomes: str, **answers: str) -> None:
        """The shopper moves the order: the form of this order, not of another on the same page."""
        page = self.phone
        page.goto(self.pages[order.number])
        form = page.locator(f'form[action*="{order.number}"]:has(input[value="{move}"])')
        fold = page.locator("details").filter(has=form)
        if fold.count():
            fold.locator("summary").click()
        for name, answer in answers.items():
            form.locator(f'[name="{name}"]').fill(answer)
        with page.expect_navigation():
            form.locator("[type=submit]").click()
        self.look(order, becomes)

    def decide(self, order: Order, move: str, reason: str, becomes: str) -> None:
        """The operator moves the order, with a reason both sides read."""
        office = self.office
        office.goto(f"{self.server.url}/quan-tri/don/{order.number}/")
        office.locator(f'a[href$="/{move}/"]').click()
        office.get_by_label("Lý do").fill(reason)
        with office.expect_navigation():
            office.locator(".odesk-form [type=submit]").click()
        label = str(Order.Status(becomes).label)
        expect(office.get_by_role("heading", name=f"Đơn {order.number}: {label}")).to_be_visible()
        self.phone.goto(self.pages[order.number])
        expect(self.phone.get_by_text(f"“{reason}”").first).to_be_visible()
        self.look(order, becomes)

    def receive_money(self, order: Order) -> None:
        """The producer notes the whole sum, which the form already holds."""
        desk = self.desks[order.producer]
        desk.goto(self.desk_page(order))
        with desk.expect_navigation():
            desk.get_by_role("button", name="Ghi tiền về").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_every_state_is_reached_from_real_checkouts(
    live_server: LiveServer, open_phone: Callable[..., Page], javascript: bool
) -> None:
    journey = Journey(live_server, open_phone, javascript=javascript)
    sea, hill = journey.village.sea, journey.village.hill
    sauce, tea = journey.village.sauce, journey.village.tea
    make_voucher("XUAN10")

    # Two producers, one code; the sea's parcel by carrier and transfer, the hill's fetched and paid in cash.
    first = journey.buy((sea, sauce, CARRIER, TRANSFER), (hill, tea, POINT, CASH), code="XUAN10")
    paid, cash = first[sea], first[hill]
    assert [
        (order.payment_method, order.delivery.method, order.shipping_incl_tax, order.total_incl_tax)
        for order in (paid, cash)
    ] == [
        ("vietqr", "carrier", Decimal(22_000), Decimal(112_000)),
        ("cod", "pick-up", Decimal(0), Decimal(180_000)),
    ]
    read = steps.read_transfer(journey.phone, paid)
    assert (read.bin, read.account, read.amount, read.memo) == (
        sea.bank_bin,
        sea.bank_account,
        112_000,
        paid.number,
    )

    journey.receive_money(paid)
    journey.produce(paid, "confirm", "confirmed")
    journey.produce(paid, "pack", "packed")
    journey.produce(paid, "hand_over", "handed_over", carrier_name="Bưu điện", tracking_number="VN123456789")
    expect(journey.phone.locator(".comes").first).to_contain_text("VN123456789")
    journey.shop(paid, "deliver", "delivered")
    journey.shop(paid, "complete", "completed")
    journey.shop(paid, "ask_return", "return_asked", reason="Chai bị nứt")
    journey.produce(paid, "agree_return", "return_agreed")
    journey.produce(paid, "receive_return", "returned", restock="khong")
    journey.shop(cash, "cancel", "cancelled")

    # The sea's own courier; the hill's booth on a day of a fair. One transfer never comes, one order is called off.
    opens = timezone.localtime() + timedelta(days=5)
    second = journey.buy((sea, sauce, COURIER, TRANSFER), (hill, tea, f"{opens:%d/%m/%Y}", CASH))
    unpaid, refused = second[sea], second[hill]
    assert [(order.delivery.method, order.delivery.day) for order in (unpaid, refused)] == [
        ("courier", None),
        ("pick-up", opens.date()),
    ]
    journey.produce(refused, "cancel", "cancelled", reason="Mưa lũ, chưa hái được")
    expect(journey.phone.get_by_text("“Mưa lũ, chưa hái được”")).to_be_visible()
    with time_machine.travel(timezone.now() + timedelta(hours=settings.OCOP_TRANSFER_HOURS, minutes=1)):
        journey.phone.goto(journey.pages[unpaid.number])
        journey.look(unpaid, "cancelled")

    # A return the operator refuses.
    kept = journey.buy((hill, tea, CARRIER, CASH))[hill]
    journey.produce(kept, "confirm", "confirmed")
    journey.produce(kept, "hand_over", "handed_over")
    journey.shop(kept, "deliver", "delivered")
    journey.shop(kept, "ask_return", "return_asked", reason="Không hợp khẩu vị")
    journey.decide(kept, "refuse_return", "Hàng đã mở, không có lỗi", "return_refused")

    assert journey.reached == set(Order.Status.values)
    assert OrderGroup.objects.count() == 3
    record = tea.stockrecords.get()
    assert (record.num_in_stock, record.num_allocated) == (8, 0)
