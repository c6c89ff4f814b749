"""What is a visitor's own: not kept, told by a fragment, and changed by our own pages alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from storefront.basket.models import Line
from tests.factories.catalogue import make_product
from tests.factories.purchases import make_good
from tests.factories.users import make_user
from tests.integration.page_cache.conftest import kept

pytestmark = pytest.mark.django_db
ORIGIN = "http://testserver"


def add(client: Client, product: Any, **headers: str) -> Any:
    return client.post(f"/gio-hang/them/{product.pk}/", {"quantity": 2}, headers=headers)


def test_a_form_without_a_token_fills_the_basket_and_the_fragment_tells(
    guest: Client, django_assert_num_queries: Callable[[int], Any]
) -> None:
    good = make_good("Miến dong")
    page = guest.get(good.get_absolute_url())
    assert "csrfmiddlewaretoken" not in page.content.decode()
    assert 'data-mine="/gio-hang/cua-toi/"' in page.content.decode()
    with django_assert_num_queries(0):
        nothing = guest.get("/gio-hang/cua-toi/")
    assert nothing.json() == {"basket": 0, "label": "Giỏ hàng, 0 món", "messages": ""}
    answer = add(guest, good, Origin=ORIGIN)
    assert (answer.status_code, answer["Location"]) == (302, "/gio-hang/")
    assert guest.cookies["mine"].value == "1"
    assert not guest.cookies["mine"]["httponly"]
    told = guest.get("/gio-hang/cua-toi/").json()
    assert (told["basket"], told["label"]) == (2, "Giỏ hàng, 2 món")
    assert "Đã thêm “Miến dong” vào giỏ." in told["messages"]
    assert guest.get("/gio-hang/cua-toi/").json()["messages"].strip() == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": ORIGIN},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://evil.testserver"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver.evil.example"},
        {"Referer": "http://testserver/"},
        {},
    ],
    ids=lambda headers: " ".join(f"{name}={value}" for name, value in headers.items()) or "nothing",
)
def test_another_site_puts_nothing_into_the_basket(guest: Client, headers: dict[str, str]) -> None:
    good = make_good()
    answer = add(guest, good, **headers)
    assert (answer.status_code, Line.objects.count()) == (403, 0)
    assert "oscar_open_basket" not in guest.cookies


def test_other_forms_ask_for_their_token_whatever_the_browser_says(guest: Client) -> None:
    good = make_good()
    add(guest, good, Origin=ORIGIN)
    line = Line.objects.get()
    assert (
        guest.post(f"/gio-hang/dong/{line.pk}/", {"remove": "1"}, headers={"Origin": ORIGIN}).status_code
        == 403
    )
    assert Line.objects.get().quantity == 2


def test_a_trusted_site_brings_its_token(guest: Client, settings: Any) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://app.example"]
    assert add(guest, make_good(), Origin="https://app.example").status_code == 403
    assert Line.objects.count() == 0


def test_a_page_with_something_of_ones_own_is_neither_kept_nor_taken_from_there(guest: Client) -> None:
    good = make_good()
    address = good.get_absolute_url()
    shared = guest.get(address).content.decode()
    add(guest, good, Origin=ORIGIN)
    mine = guest.get(address)
    assert "Giỏ hàng, 2 món" in mine.content.decode()
    assert "data-mine" not in mine.content.decode()
    assert (mine["Cache-Control"], mine.get("ETag")) == ("private, no-cache", None)
    assert Client().get(address).content.decode() == shared


def test_pages_of_the_signed_in_and_answers_with_a_cookie_are_not_kept(guest: Client) -> None:
    good = make_product()
    member = Client()
    member.force_login(make_user())
    assert member.get(good.get_absolute_url())["Cache-Control"] == "private, no-cache"
    guest.get("/khieu-nai/")
    guest.get("/don-hang/")
    guest.get("/gio-hang/")
    guest.get("/hoi-cho/?tu=zalo")
    assert kept() == 0


def test_a_token_left_by_a_form_page_makes_nobody_personal(guest: Client) -> None:
    good = make_product()
    guest.get("/don-hang/")
    assert list(guest.cookies) == ["csrftoken"]
    assert guest.get(good.get_absolute_url())["Cache-Control"].startswith("public")
