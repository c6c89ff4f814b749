"""From a word to the checkout with the keyboard alone, on a phone's width too; nothing covers where the keyboard is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from catalogue.search import outbox
from catalogue.search.indexing import rebuild
from tests.browser import steps
from tests.browser.test_keyboard import Keyboard

pytestmark = pytest.mark.django_db(transaction=True)
#: WCAG 2.4.11: whether some of the focused element can be seen, on the screen and under nothing.
IN_SIGHT = """() => {
  const part = document.activeElement, box = part.getBoundingClientRect();
  const spots = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]];
  return spots.some(([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    if (!top || top === document.body) return false;
    return part.contains(top) || top.contains(part) || Boolean(top.closest("label")?.contains(part));
  });
}"""


def make_shop() -> steps.Village:
    village = steps.make_village()
    outbox.drain()
    rebuild()
    return village


def test_from_a_word_to_the_checkout(live_server: LiveServer, open_phone: Callable[..., Page]) -> None:
    village = make_shop()
    page = open_phone(width=1280)
    keyboard = Keyboard(page)

    page.goto(f"{live_server.url}/san-pham/")
    keyboard.press(page.get_by_role("link", name="Tới nội dung chính"))
    assert page.evaluate("location.hash") == "#noi-dung"
    page.goto(f"{live_server.url}/san-pham/")
    field = page.get_by_role("combobox", name="Tìm sản phẩm, làng nghề")
    keyboard.write(field, "tra")
    offer = page.get_by_role("option", name=village.tea.title)
    offer.wait_for()
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == offer.get_attribute("id")
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    page.wait_for_url("**/san-pham/?q=tra")
    box = page.get_by_label("Thanh Hóa").first
    keyboard.press(box, "Space")
    assert box.is_checked()
    with page.expect_navigation():
        keyboard.press(page.get_by_role("button", name="Xem kết quả"))
    keyboard.press(page.get_by_role("link", name=village.tea.title))
    page.wait_for_url(f"**{village.tea.get_absolute_url()}")
    keyboard.press(page.get_by_role("button", name="Thêm vào giỏ"))
    page.wait_for_url("**/gio-hang/")
    keyboard.press(page.get_by_role("link", name="Đặt hàng"))
    page.wait_for_url("**/thanh-toan/")

    assert keyboard.unseen == set()


def test_nothing_covers_the_keyboard_on_a_phone(
    live_server: LiveServer, open_phone: Callable[..., Page]
) -> None:
    make_shop()
    page = open_phone()
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live_server.url}/san-pham/")
    page.locator("details.filter > summary").focus()
    page.keyboard.press("Enter")
    page.evaluate("scrollTo(0, 0)")
    page.evaluate("document.activeElement.blur()")
    covered = []
    for _stop in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        if not page.evaluate(IN_SIGHT):
            covered.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))

    assert covered == []
