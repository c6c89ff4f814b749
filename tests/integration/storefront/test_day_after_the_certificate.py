"""The night a certificate ends: every surface follows, and nothing has to run for it."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from catalogue.models import Product
from catalogue.search.indexing import refresh_products
from qr.codes import issue_code
from storefront.order.models import Order
from tests.factories.catalogue import make_product
from tests.factories.certification import certify
from tests.factories.cms import make_site
from tests.factories.purchases import checkout_fields

pytestmark = pytest.mark.django_db

# Hà Nội is seven hours ahead: a minute before and a minute after midnight there.
LAST_MINUTE = "2026-11-20T16:59:00+00:00"
FIRST_MINUTE_AFTER = "2026-11-20T17:01:00+00:00"


@pytest.fixture
def sauce() -> Product:
    product = make_product("Nước mắm Làng Chài", price=165_000)
    certify(product, star=4, on=date(2023, 11, 21), valid_to=date(2026, 11, 21))
    issue_code(product)
    refresh_products([product.pk])
    return product


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def surfaces(client: Client, product: Product) -> dict[str, bool]:
    """Where the product stands as one with a star that can be bought."""
    page, name = text(client, product.get_absolute_url()), product.title
    story = text(client, issue_code(product).get_absolute_url())
    basket = client.get("/gio-hang/").context
    return {
        "listing": name in text(client, "/san-pham/"),
        "search": name in text(client, "/san-pham/?q=nuoc+mam"),
        "group": name in text(client, "/nhom/thuc-pham/"),
        "home": name in text(client, "/"),
        "producer": 'class="stars"' in text(client, product.producer.get_absolute_url()),
        "badge": "Sao đã hết hạn" not in page and 'class="claim' in page,
        "buy button": reverse("basket:add", args=[product.pk]) in page,
        "printed code": "Đúng, 4 sao OCOP" in story,
        "basket": basket["can_check_out"],
    }


def test_every_surface_follows_the_day_and_no_command_runs(client: Client, sauce: Product) -> None:
    make_site()
    with time_machine.travel(LAST_MINUTE, tick=False):
        client.post(reverse("basket:add", args=[sauce.pk]), {"quantity": 2})
        assert surfaces(client, sauce) == dict.fromkeys(surfaces(client, sauce), True)

    with time_machine.travel(FIRST_MINUTE_AFTER, tick=False):
        assert surfaces(client, sauce) == dict.fromkeys(surfaces(client, sauce), False)
        assert "Chứng nhận OCOP không còn hiệu lực" in text(client, "/gio-hang/")


def test_a_checkout_over_midnight_is_refused_and_the_basket_kept(client: Client, sauce: Product) -> None:
    with time_machine.travel(LAST_MINUTE, tick=False):
        client.post(reverse("basket:add", args=[sauce.pk]), {"quantity": 2})
        shown = client.post("/thanh-toan/", {**checkout_fields(), "action": "refresh"}).context

    with time_machine.travel(FIRST_MINUTE_AFTER, tick=False):
        sent = {"submission": shown["submission"], "seen_total": shown["seen_total"], "action": "place"}
        answer = client.post("/thanh-toan/", {**checkout_fields(), **sent})

        assert answer.status_code == 409
        assert sauce.title in answer.content.decode()
        assert not Order.objects.exists()
        assert client.get("/gio-hang/").context["shares"][0].items[0].line.quantity == 2
