"""The programme office: a spreadsheet in, a preview read, accepted, and the product stands in the shop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from catalogue.certification.models import LedgerEntry
from catalogue.models import Product
from tests.factories.catalogue import make_commune, make_group
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)

LIST = """Tên sản phẩm,Chủ thể,Loại hình,Tỉnh,Xã,Ngành,Bộ tiêu chí,Hạng sao,Điểm,Số quyết định,Ngày quyết định,Cơ quan ban hành,Quy cách
Nước mắm cốt Làng Chài,Hợp tác xã Làng Chài,Hợp tác xã,Thanh Hóa,Hoằng Phụ,Thực phẩm,9,4 sao,"84,5",12/QĐ-UBND,15/01/2026,UBND tỉnh Thanh Hóa,chai 500 ml
Mắm tôm Làng Chài,Hợp tác xã Làng Chài,Hợp tác xã,Thanh Hóa,Hoằng Phụ,Thực phẩm,9,5 sao,"69,5",12/QĐ-UBND,15/01/2026,UBND tỉnh Thanh Hóa,hũ 250 g
"""  # noqa: E501 -- lines of a file, as they are


def _sign_in(page: Page, server: LiveServer, email: str) -> None:
    page.goto(f"{server.url}/quan-tri/login/")
    page.locator("[name=username]").fill(email)
    page.locator("[name=password]").fill("mat-khau")
    page.locator("[type=submit]").click()
    page.wait_for_url("**/quan-tri/")


def test_upload_preview_accept_shown_in_the_shop(
    live_server: LiveServer, open_phone: Callable[..., Page], tmp_path: Path
) -> None:
    make_commune("Hoằng Phụ")
    make_group("Thực phẩm")
    officer = make_user(role="programme_office")
    annex = tmp_path / "phu-luc.csv"
    annex.write_text(LIST, encoding="utf-8-sig")
    page = open_phone(width=1440)
    _sign_in(page, live_server, officer.email)

    page.goto(f"{live_server.url}/quan-tri/nhap-ho-so/")
    page.locator("[type=file]").set_input_files(annex)
    page.get_by_role("button", name="Tải lên và xem trước").click()
    expect(page.locator("tr").filter(has_text="Mắm tôm Làng Chài").last).to_be_visible()
    assert (Product.objects.count(), LedgerEntry.objects.count()) == (0, 0)

    page.get_by_role("button", name="Chỉ nhập 1 dòng hợp lệ").click()
    page.wait_for_load_state()
    assert list(Product.objects.values_list("title", flat=True)) == ["Nước mắm cốt Làng Chài"]

    shopper = open_phone()
    shopper.goto(f"{live_server.url}/san-pham/?q=nuoc+mam")
    shopper.get_by_role("link", name="Nước mắm cốt Làng Chài").click()
    expect(shopper.get_by_text("4 sao").first).to_be_visible()
    expect(shopper.get_by_text("12/QĐ-UBND").first).to_be_visible()
    expect(shopper.get_by_role("button", name="Thêm vào giỏ")).to_have_count(0)
