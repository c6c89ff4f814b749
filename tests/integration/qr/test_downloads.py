"""Symbols to download, and reports by those who hold a package."""

from io import BytesIO

import pytest
from PIL import Image

from qr import codes, symbols
from qr.models import Report
from tests.factories.catalogue import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def code():
    return codes.issue_code(make_product("Nước mắm Bà Hoà"))


def test_svg_downloads_under_a_plain_name(client, code):
    response = client.get(f"/p/{code.code}.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Disposition"] == f'attachment; filename="ma-qr-nuoc-mam-ba-hoa-{code.code}.svg"'
    assert b"mm" in response.content


def test_png_holds_the_printed_address(client, code):
    response = client.get(f"/p/{code.code}.png")
    assert response["Content-Type"] == "image/png"
    assert symbols.read(Image.open(BytesIO(response.content)).convert("L")) == [code.printed_url]


def test_product_page_shows_the_code_and_its_downloads(code):
    from django.template import Context, Template

    html = Template("{% load qr %}{% product_code product %}").render(Context({"product": code.product}))
    assert f'href="/p/{code.code}"' in html
    assert f"/p/{code.code}.svg" in html
    assert "<svg" in html
    bare = Template("{% load qr %}{% product_code product %}").render(Context({"product": make_product()}))
    assert bare.strip() == ""


FACTS = {
    "kind": "counterfeit",
    "message": "Tem nhoè, mùi lạ.",
    "bought_at": "Chợ Vinh",
    "contact": "0912 345 678",
}


def test_report_is_kept_for_the_office(client, code):
    response = client.post(f"/p/{code.code}/bao", FACTS)
    assert response.status_code == 200
    assert "Cảm ơn, đã nhận tin báo" in response.content.decode()
    report = Report.objects.get()
    assert (report.code, report.kind, report.state) == (code, "counterfeit", "new")


def test_report_needs_no_name_but_words(client, code):
    assert client.post(f"/p/{code.code}/bao", {"kind": "other", "message": "Sai tên"}).status_code == 200
    response = client.post(f"/p/{code.code}/bao", {"kind": "", "message": ""})
    assert response.status_code == 400
    page = response.content.decode()
    assert "Hãy chọn bạn muốn báo về việc gì." in page
    assert "Hãy kể ngắn gọn bạn thấy gì." in page
    assert Report.objects.count() == 1


def test_sixth_report_in_an_hour_is_refused(client, code):
    statuses = [client.post(f"/p/{code.code}/bao", FACTS).status_code for _time in range(6)]
    assert statuses == [200, 200, 200, 200, 200, 429]
    assert Report.objects.count() == 5


def test_report_form_is_protected_against_foreign_sites(code):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/p/{code.code}/bao", FACTS).status_code == 403
    assert not Report.objects.exists()
