"""A page that a cache in front of the shop keeps for everybody asks for the visitor's own basket, if there is one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import steps

pytestmark = pytest.mark.django_db(transaction=True)
FRAGMENT = "/gio-hang/cua-toi/"


def test_the_basket_count_comes_to_a_kept_page_by_a_fragment_of_its_own(
    live_server: LiveServer, open_phone: Callable[..., Page], settings: Any, tmp_path: Path
) -> None:
    settings.PAGE_CACHE, settings.VAR_DIR = True, tmp_path
    village = steps.make_village()
    listing = f"{live_server.url}/san-pham/"
    stranger, shopper = open_phone(), open_phone()
    asked: list[str] = []
    stranger.on("request", lambda request: asked.append(request.url))
    answer = stranger.goto(listing, wait_until="networkidle")
    assert answer is not None
    assert "public" in answer.headers["cache-control"]
    kept = answer.text()

    steps.put_into_basket(shopper, live_server, village.sauce, village.tea)
    shopper.route(listing, lambda route: route.fulfill(body=kept, content_type="text/html; charset=utf-8"))
    with shopper.expect_response(f"**{FRAGMENT}") as own:
        shopper.goto(listing)

    expect(shopper.locator("[data-basket] .count")).to_have_text("2")
    expect(shopper.locator("[data-basket]")).to_have_accessible_name("Giỏ hàng, 2 món")
    assert "no-store" in own.value.headers["cache-control"]
    assert [address for address in asked if FRAGMENT in address] == []
    assert stranger.locator("[data-basket] .count").count() == 0
