"""A guest buys with the keyboard alone, and always sees where the keyboard is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import steps

pytestmark = pytest.mark.django_db(transaction=True)
MOST_STOPS = 90
#: Whether the focused element, what lies over its card, its label or its search box has an outline or a ring.
VISIBLE = """() => {
  const part = document.activeElement, box = part.closest("label, .search");
  const styles = [getComputedStyle(part), getComputedStyle(part, "::after"), ...(box ? [getComputedStyle(box)] : [])];
  return styles.some((style) =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none");
}"""


class Keyboard:
    """Tab, Enter, Space, arrows and letters; no pointer."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.unseen: set[str] = set()

    def reach(self, target: Locator, key: str = "Tab") -> None:
        """Press Tab until the keyboard is there; notes every stop on the way that cannot be seen."""
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press(key)
            if not self.page.evaluate(VISIBLE):
                self.unseen.add(self.page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
            if target.evaluate("part => part === document.activeElement"):
                return
        raise AssertionError(f"Tab never reaches {target}")

    def press(self, target: Locator, key: str = "Enter") -> None:
        self.reach(target)
        self.page.keyboard.press(key)

    def write(self, target: Locator, words: str) -> None:
        self.reach(target)
        self.page.keyboard.type(words)


def test_a_guest_buys_with_the_keyboard_alone(
    live_server: LiveServer, open_phone: Callable[..., Page]
) -> None:
    village = steps.make_village()
    page = open_phone(width=1280)
    keyboard = Keyboard(page)

    page.goto(f"{live_server.url}{village.tea.get_absolute_url()}")
    keyboard.press(page.get_by_role("button", name="Thêm vào giỏ"))
    page.wait_for_url("**/gio-hang/")
    keyboard.press(page.get_by_role("link", name="Đặt hàng"))
    page.wait_for_url("**/thanh-toan/")
    keyboard.write(page.get_by_label("Họ và tên"), "Nguyễn Thị Mai")
    keyboard.write(page.get_by_label("Số điện thoại", exact=True), "0912 345 678")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        keyboard.write(page.get_by_label("Tỉnh, thành phố"), "Thanh")
        page.keyboard.press("Tab")
    page.locator('[data-live="sum"]:not([aria-busy])').wait_for()
    keyboard.press(page.get_by_label("Xã, phường, đặc khu"), "ArrowDown")
    keyboard.write(page.get_by_label("Số nhà, đường"), "Thôn 3")
    part = steps.part_of(page, village.hill)
    keyboard.press(part.locator("summary", has_text="Tự đến nhận"), "Space")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        keyboard.reach(part.get_by_label("Gửi qua bên vận chuyển"), "Shift+Tab")
        page.keyboard.press("ArrowDown")
    page.locator('[data-live="sum"]:not([aria-busy])').wait_for()
    keyboard.press(steps.part_of(page, village.hill).get_by_label("Trả tiền khi nhận hàng"), "ArrowDown")
    keyboard.press(page.get_by_role("button", name="Đặt hàng"))
    page.wait_for_url("**/don-hang/**")

    order = village.hill.orders.get()
    assert (order.delivery.place, order.payment_method) == (
        "Chợ Vườn Hoa, Xã Hoằng Phụ, Thanh Hóa",
        "vietqr",
    )
    assert keyboard.unseen == set()
