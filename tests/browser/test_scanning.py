"""A visitor scans a jar: the page answers in one screen, without JavaScript, and follows the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from qr.codes import issue_code
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, revoke

pytestmark = pytest.mark.django_db(transaction=True)


def test_scan_tells_whether_the_star_is_real_today(
    live_server: LiveServer, open_phone: Callable[..., Page]
) -> None:
    product = make_product("Mật ong hoa nhãn Bãi Bồi")
    today = timezone.localdate()
    certify(product, star=4, on=today - timedelta(days=30))
    address = f"{live_server.url}{issue_code(product).get_absolute_url()}"
    page = open_phone(javascript=False)

    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("4 sao")
    expect(page.get_by_text("Mật ong hoa nhãn Bãi Bồi").first).to_be_visible()
    page.screenshot()

    revoke(product, on=today)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("thu hồi")


def test_an_unknown_code_is_answered_kindly(live_server: LiveServer, open_phone: Callable[..., Page]) -> None:
    page = open_phone(javascript=False)
    answer = page.goto(f"{live_server.url}/p/khongcoma2")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("searchbox").or_(page.get_by_role("textbox")).first).to_be_visible()
