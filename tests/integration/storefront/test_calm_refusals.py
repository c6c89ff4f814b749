"""Requests nobody means well by, and what a person sees who ends up with them."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.http import Http404
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from storefront import uploads


@pytest.mark.parametrize("name", ["x" * 3000, "a\x00b", "nothing.webp"])
def test_no_name_of_a_picture_breaks_the_server(settings, tmp_path, name):
    settings.MEDIA_ROOT = tmp_path

    with pytest.raises(Http404):
        uploads.picture(RequestFactory().get("/"), name)


def test_too_many_fields_get_a_page_in_words(client, db):
    answer = client.post("/thanh-toan/", {f"field-{number}": "1" for number in range(6000)})

    assert answer.status_code == 400
    assert "Không đọc được điều vừa gửi" in answer.content.decode()


@pytest.mark.parametrize("name", ["400", "500", "503"])
def test_pages_shown_without_a_request_need_none(name):
    assert '<html lang="vi">' in render_to_string(f"{name}.html")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/diem-ban/?tinh=%00", 200),
        ("/diem-ban/?san-pham=a%00b&tim=%00", 200),
        ("/san-pham/?q=%00&tinh=%00&sao=%00&gia-tu=%00&page=%00", 200),
        ("/hoi-cho/?page=%00", 200),
        ("/lich/?loai=%00&thang=%00", 200),
        ("/p/%00", 404),
        ("/p/a%00b", 404),
        ("/nhom/%00/", 404),
        ("/don-hang/%00/", 404),
    ],
)
def test_a_zero_byte_in_an_address_asks_for_nothing(client, db, address, status):
    """PostgreSQL takes no zero byte in a text; the embedded database would not show the mistake."""
    assert client.get(address).status_code == status


LONG = "9" * 10_240


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/san-pham/?q={LONG}", 200),
        (f"/san-pham/?page={LONG}", 200),
        (f"/san-pham/?gia-tu={LONG}&sao={LONG}&gan={LONG},{LONG}", 200),
        (f"/san-pham/?{'&'.join(f'nganh=thuc-pham-{number}' for number in range(500))}", 200),
        (f"/tim-kiem/goi-y?q={LONG}", 200),
        (f"/so-dang-ky/?page={LONG}", 200),
        (f"/diem-ban/?page={LONG}", 200),
        (f"/san-pham/x_{LONG}/", 404),
    ],
    ids=["words", "page", "filters", "facets", "suggestions", "register", "points", "number"],
)
def test_no_length_of_an_address_breaks_a_page(client, db, address, status):
    """Python reads no number of more than 4,300 digits."""
    assert client.get(address).status_code == status


@pytest.mark.parametrize(
    ("typed", "shown"),
    [({"name": 'Hoa <b>"', "submission": "x"}, True), ({"name": "Hoa", "password": "bí mật"}, False)],
    ids=["a form", "a form with a password"],
)
def test_a_database_that_is_away_gives_the_form_back_to_send_again(db, monkeypatch, typed, shown):
    def away(request):
        raise OperationalError("the connection is closed")

    monkeypatch.setattr("storefront.checkout.views._sent_before", away)
    answer = Client(raise_request_exception=False).post("/thanh-toan/", typed)

    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert ('name="name" value="Hoa &lt;b&gt;&quot;"' in page) == shown
    assert ("Gửi lại" in page) == shown
    assert "bí mật" not in page
