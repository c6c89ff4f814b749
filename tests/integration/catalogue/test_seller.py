"""Who sells, and on which terms, stands on the product's page; a household's personal data do not."""

from __future__ import annotations

import pytest

from tests.factories.catalogue import make_producer
from tests.factories.purchases import make_good

pytestmark = pytest.mark.django_db
FACTS = {"address": "Thôn 3", "phone": "+84912000111", "tax_code": "0101234567"}


def seller_of(client, product):
    page = client.get(product.get_absolute_url()).content.decode()
    return page.split('<details class="seller-facts">')[1].split("</details>")[0]


@pytest.mark.parametrize(("form", "shown"), [("cooperative", True), ("household", False)])
def test_a_household_is_named_by_business_and_place_alone(client, form, shown):
    good = make_good(producer=make_producer("HTX Biển", legal_form=form, **FACTS))
    facts = seller_of(client, good)
    assert "HTX Biển" in facts
    assert [word in facts for word in ("Thôn 3", "0912 000 111", "0101234567")] == [shown] * 3
    assert "Trong 7 ngày" in facts
    assert f"/khieu-nai/?san-pham={good.public_id}" in facts


def test_the_operator_is_named_when_it_sells(client, settings):
    settings.OCOP_SALES_MODE = "direct"
    settings.OCOP_OPERATOR = {**settings.OCOP_OPERATOR, "name": "Trung tâm Xúc tiến"}
    facts = seller_of(client, make_good(producer=make_producer("HTX Biển", **FACTS)))
    assert ("Trung tâm Xúc tiến" in facts, "HTX Biển" in facts) == (True, False)


def test_alcohol_is_marked_and_shown_on_no_other_goods_page(client):
    producer = make_producer("HTX Biển")
    wine = make_good("Rượu nếp", producer=producer, is_alcohol=True)
    tea, cake = make_good("Chè", producer=producer), make_good("Bánh", producer=producer)
    page = client.get(tea.get_absolute_url())
    assert [other.title for other in page.context["related"]] == ["Bánh"]
    assert "Chỉ bán cho người từ 18 tuổi" not in page.content.decode()
    page = client.get(wine.get_absolute_url())
    assert {other.pk for other in page.context["related"]} == {tea.pk, cake.pk}
    assert "Chỉ bán cho người từ 18 tuổi" in page.content.decode()
