"""The producer's pages on the smallest phone there is, its letters made large, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import steps
from tests.factories.complaints import make_complaint
from tests.factories.portal import make_order, make_owner

pytestmark = pytest.mark.django_db(transaction=True)
LARGE = "document.documentElement.style.fontSize = '150%'"
#: What is pressed with a thumb and smaller than 44 pixels, by what it says.
TOO_SMALL = """() => [...document.querySelectorAll(
    "main :is(.btn, button, summary, select, textarea, .portal-nav a, .rows a, .portal-order > a, label:has([type=checkbox], [type=radio])), main input:not([type=hidden], [type=checkbox], [type=radio])"
  )].filter((part) => part.checkVisibility() && (part.offsetHeight < 44 || part.offsetWidth < 44))
    .map((part) => `${part.tagName} ${part.name || part.innerText} ${part.offsetWidth}×${part.offsetHeight}`)"""  # noqa: E501


def test_every_page_of_a_stall_fits_and_can_be_pressed(
    live_server: LiveServer, open_phone: Callable[..., Page]
) -> None:
    producer, _client = make_owner()
    orders = [
        make_order(producer, method="vietqr"),
        *(make_order(producer, state=state) for state in ("handed_over", "return_asked", "return_agreed")),
    ]
    complaint = make_complaint(order=orders[1])
    page = open_phone(javascript=False, width=320)
    steps.sign_in(page, live_server, producer.users.get(), "/gian-hang/")
    addresses = [
        "/gian-hang/",
        "/gian-hang/don/",
        *(f"/gian-hang/don/{order.number}/" for order in orders),
        "/gian-hang/tien/",
        "/gian-hang/tien/sao-ke/",
        "/gian-hang/hang/",
        "/gian-hang/nghi-ban/",
        "/gian-hang/khieu-nai/",
        f"/gian-hang/khieu-nai/{complaint.number}/",
        "/gian-hang/minh-chung/",
    ]
    found = {}
    for address in addresses:
        answer = page.goto(f"{live_server.url}{address}")
        assert answer is not None
        assert answer.status == 200
        too_small = page.evaluate(TOO_SMALL)
        runs_over = steps.runs_over(page)
        page.evaluate(LARGE)
        found[address] = (runs_over, steps.runs_over(page), too_small)
    assert found == dict.fromkeys(addresses, (0, 0, []))
