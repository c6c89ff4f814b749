"""Who sells stands beside each share before it is ordered, and beside each order afterwards."""

from __future__ import annotations

import re

import pytest

from tests.factories.catalogue import make_producer
from tests.factories.purchases import make_basket, make_good, place

pytestmark = pytest.mark.django_db
FACTS = {"address": "Thôn 3", "phone": "+84912000111"}
SAID = ("Thôn 3", "0912 000 111", "0101234567")


def sellers(client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    return re.findall(r'<details class="seller-facts small">(.*?)</details>', page, re.DOTALL)


@pytest.fixture
def goods():
    cooperative = make_producer("HTX Biển", legal_form="cooperative", tax_code="0101234567", **FACTS)
    household = make_producer("Hộ Bà Sáu", legal_form="household", **FACTS)
    return [make_good(producer=cooperative), make_good(producer=household)]


def test_each_share_of_a_checkout_and_each_order_names_its_seller(client, goods):
    for good in goods:
        client.post(f"/gio-hang/them/{good.pk}/", {"quantity": 1})
    before = sellers(client, "/thanh-toan/")
    assert [[word in one for word in SAID] for one in before] == [[True] * 3, [False] * 3]
    assert ["HTX Biển" in before[0], "Hợp tác xã" in before[0], "Hộ Bà Sáu" in before[1]] == [True] * 3
    assert all("Trả lời trong 7 ngày làm việc" in one and 'href="/khieu-nai/"' in one for one in before)

    group = place(make_basket(*[(good, 1) for good in goods])).group
    after = sellers(client, group.get_absolute_url())
    # Whoever has a contract with a household may know where to find it.
    assert [[word in one for word in SAID] for one in after] == [[True] * 3, [True, True, False]]
    assert [
        f"so={order.number}" in one for order, one in zip(group.orders.order_by("pk"), after, strict=True)
    ]


def test_the_operator_is_named_once_and_stays_the_seller_of_its_orders(client, goods, settings):
    settings.OCOP_SALES_MODE = "direct"
    settings.OCOP_OPERATOR = {
        **settings.OCOP_OPERATOR,
        "name": "Trung tâm Xúc tiến",
        "tax_code": "2800000001",
    }
    for good in goods:
        client.post(f"/gio-hang/them/{good.pk}/", {"quantity": 1})
    (before,) = sellers(client, "/thanh-toan/")
    assert ("Trung tâm Xúc tiến" in before, "2800000001" in before, "HTX Biển" in before) == (
        True,
        True,
        False,
    )
    group = place(make_basket(*[(good, 1) for good in goods])).group
    settings.OCOP_SALES_MODE = "intermediary"
    assert ["Trung tâm Xúc tiến" in one for one in sellers(client, group.get_absolute_url())] == [True, True]
