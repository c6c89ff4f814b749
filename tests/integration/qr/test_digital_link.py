"""/01/…: GS1 addresses of known, unknown and impossible GTINs."""

import pytest
from django.test import RequestFactory

from qr import codes, views
from qr.models import Scan
from tests.factories.catalogue import make_product

pytestmark = pytest.mark.django_db

GTIN = "09506000134376"
PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 13; SM-A135F) Chrome/118.0 Mobile Safari/537.36"}


@pytest.fixture
def product(today):
    return make_product("Chè đinh Tân Cương", gtin=GTIN)


def open_page(client, path):
    """As behind gunicorn, which passes the raw target on."""
    return client.get(path, RAW_URI=path, **PHONE)


@pytest.mark.parametrize(
    "path",
    [
        f"/01/{GTIN}",
        f"/01/{GTIN}/",
        f"/01/{GTIN}/10/LO-A1",
        f"/01/{GTIN}/22/2A/10/LO-A1/21/0001",
        f"/01/{GTIN}/10/A%2FB",
        f"/01/{GTIN}?17=271231&utm_source=tem",
        f"/01/{GTIN}?linkType=gs1:pip",
        "/01/9506000134376",
        f"/01/{GTIN}/235/XYZ",
    ],
)
def test_known_gtin_answers_with_the_story(client, product, path):
    response = open_page(client, path)
    assert response.status_code == 200
    assert "Chè đinh Tân Cương" in response.content.decode()
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies


@pytest.mark.parametrize("path", [f"/01/{GTIN}/10/LO-A1/21/0001", "/01/9506000134376/10/LO-A1/21/0001/"])
def test_lot_and_serial_are_shown_and_not_vouched_for(client, product, path):
    page = open_page(client, path).content.decode()
    assert "<b>LO-A1</b>" in page
    assert "<b>0001</b>" in page
    assert "chưa ghi nhận đến từng lô" in page


def test_lot_is_read_from_the_raw_target_and_escaped_on_the_page(client, product):
    page = open_page(client, f"/01/{GTIN}/10/%3Cb%3E%2F1").content.decode()
    assert "&lt;b&gt;/1" in page


def test_without_a_raw_target_the_decoded_path_is_read(client, product):
    assert client.get(f"/01/{GTIN}/10/LO-A1", **PHONE).status_code == 200


def test_raw_target_may_be_absolute():
    request = RequestFactory().get("/", RAW_URI=f"http://saolang.example/01/{GTIN}?17=271231")
    assert views._raw_target(request) == (f"/01/{GTIN}", "17=271231")


@pytest.mark.parametrize("path", ["/01/09506000164908", "/01/09506000164908/10/A"])
def test_valid_but_unknown_gtin_is_a_404_page(client, product, path):
    response = open_page(client, path)
    assert response.status_code == 404
    assert "Chưa có sản phẩm mang mã vạch này" in response.content.decode()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/01/09506000134377", "Chữ số cuối của mã GTIN"),
        ("/01/123", "8, 12, 13 hoặc 14 chữ số"),
        ("/01/ABC", "chỉ gồm chữ số"),
        (f"/01/{GTIN}/foo", "Digital Link"),
        (f"/01/{GTIN}/21/1/10/A", "thứ tự"),
        (f"/01/{GTIN}/10/{'A' * 21}", "ký tự không được phép"),
        (f"/01/{GTIN}/10/L%C3%B4", "ký tự không được phép"),
        (f"/01/{GTIN}?10=A", "phải nằm trong đường dẫn"),
        (f"/01/{GTIN}?999=A", "không định nghĩa"),
        ("/01/", "Digital Link"),
        ("/01", "Digital Link"),
    ],
)
def test_address_that_breaks_a_rule_is_a_400_page_that_says_which(client, product, path, words):
    response = open_page(client, path)
    assert response.status_code == 400
    page = response.content.decode()
    assert "Địa chỉ chưa đúng" in page
    assert words in page
    assert not Scan.objects.exists()


def test_scan_by_barcode_counts_for_the_products_code(client, product):
    open_page(client, f"/01/{GTIN}")
    assert Scan.objects.get().code == codes.code_for(product)


@pytest.mark.parametrize("method", ["head", "options"])
def test_machines_may_ask(client, product, method):
    response = getattr(client, method)(f"/01/{GTIN}", RAW_URI=f"/01/{GTIN}", **PHONE)
    assert response.status_code == 200
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert not Scan.objects.exists()


@pytest.mark.parametrize(
    ("typed", "status", "target"),
    [
        ("9506000134376", 302, f"/01/{GTIN}"),
        ("9 506000 134376", 302, f"/01/{GTIN}"),
        ("abcd 2345", 302, "/p/ABCD2345"),
        ("https://saolang.example/p/ABCD2345/", 302, "/p/ABCD2345"),
        ("9506000134377", 400, "Chữ số cuối"),
        ("mã số", 400, "chữ cái không dấu"),
        ("", 200, "Kiểm tra một sản phẩm"),
    ],
)
def test_typed_code_or_barcode_finds_its_page(client, typed, status, target):
    response = client.get("/p/", {"ma": typed})
    assert response.status_code == status
    assert target in (response["Location"] if status == 302 else response.content.decode())
