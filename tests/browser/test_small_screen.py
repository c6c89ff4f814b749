"""What a shopper sees on a small phone: whole words on cards, and the button to buy within reach of the thumb."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import steps
from tests.factories.catalogue import make_commune, make_product
from tests.factories.certification import certify

pytestmark = pytest.mark.django_db(transaction=True)
LARGE = "document.documentElement.style.fontSize = '200%'"
#: What a card says of its place and can be seen.
PLACES = """() => [...document.querySelectorAll(".card .place")].map((line) => {
    const box = line.getBoundingClientRect();
    return [...line.children].filter((part) => {
      const own = part.getBoundingClientRect();
      return own.top >= box.top - 1 && own.right <= box.right + 1 && part.scrollWidth <= part.clientWidth + 1;
    }).map((part) => part.textContent).join(" ");
  })"""
LEFT_ALONE = """() => [...document.querySelectorAll(".card h2 a")].filter((name) => {
    const lines = [...name.getClientRects()];
    return lines.length > 1 && lines.at(-1).width < lines[0].width / 3;
  }).map((name) => name.textContent)"""


def test_cards_say_whole_places_and_leave_no_syllable_alone(
    live_server: LiveServer, open_phone: Callable[..., Page]
) -> None:
    near, far = make_commune("Ea Na"), make_commune("Vạn Phúc Thượng Sơn Đông")
    for name, commune in (("Bình gốm men da lươn Bến Lò", near), ("Gạo sinh thái ruộng rươi", far)):
        certify(make_product(name, commune=commune), 4)
    page = open_phone()
    page.goto(f"{live_server.url}/san-pham/")

    assert sorted(page.evaluate(PLACES)) == ["Thanh Hóa", "Xã Ea Na, Thanh Hóa"]
    assert page.evaluate(LEFT_ALONE) == []


def test_the_button_to_buy_waits_at_the_foot_of_the_screen(
    live_server: LiveServer, open_phone: Callable[..., Page]
) -> None:
    product = make_product("Mắm tôm Lạch Vàng", commune=make_commune())
    certify(product, 4)
    page = open_phone()
    page.goto(f"{live_server.url}{product.get_absolute_url()}")
    box = page.locator("form.buy button[type=submit]").bounding_box()
    assert box is not None
    assert 600 < box["y"] < box["y"] + box["height"] <= 800

    page.evaluate(LARGE)
    assert steps.runs_over(page) == 0
