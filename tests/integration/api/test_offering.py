"""What other systems are told of buying here, in each way a site may sell."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.catalogue import make_producer
from tests.factories.purchases import make_basket, make_good, place

pytestmark = pytest.mark.django_db


def read(path: str) -> Any:
    return Client().get(f"/api/v1/{path}").json()


@pytest.mark.parametrize(
    ("mode", "takes_orders", "who", "seller", "reason"),
    [
        ("catalogue", False, None, None, "catalogue"),
        ("intermediary", True, "producer", {"kind": "producer", "name": "HTX Ba Làng"}, ""),
        ("direct", True, "operator", {"kind": "operator", "name": "Trung tâm xúc tiến"}, ""),
    ],
)
def test_the_mode_stands_in_every_answer(settings, mode, takes_orders, who, seller, reason) -> None:
    settings.OCOP_SALES_MODE = mode
    settings.OCOP_OPERATOR = {
        **settings.OCOP_OPERATOR,
        "name": "Trung tâm xúc tiến",
        "tax_code": "2801234567",
    }
    good = make_good(producer=make_producer("HTX Ba Làng"))
    offer = {"sales_mode": mode, "seller": seller, "orderable": reason == "", "reason": reason}

    site = read("site")
    told = read(f"products/{good.public_id}/certification")

    assert (site["sales_mode"], site["takes_orders"], site["seller"]) == (mode, takes_orders, who)
    assert (site["operator"]["name"], site["operator"]["tax_code"]) == ("Trung tâm xúc tiến", "2801234567")
    assert site["rules_url"] == "https://saolang.example/huong-dan/quy-che/"
    assert told["product"]["offer"] == offer
    assert told["certificates"][0]["product"]["offer"] == offer
    assert read("certificates")["results"][0]["product"]["offer"] == offer
    assert read(f"certificates/{told['certificate']}")["product"]["offer"] == offer


def test_an_offer_is_of_now_and_not_of_the_day_asked_about() -> None:
    good = make_good(stock=1)
    path = f"products/{good.public_id}/certification?on=2001-01-01"
    assert read(path)["product"]["offer"]["orderable"] is True
    place(make_basket((good, 1)))
    told = read(path)
    assert (told["state"], told["product"]["offer"]["orderable"]) == ("never", False)
    assert told["product"]["offer"]["reason"] == "out-of-stock"
