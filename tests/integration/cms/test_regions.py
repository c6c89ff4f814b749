"""The page of a province: what it makes and where to meet its makers; nothing of its neighbours."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.search.figures import places_of
from cms.regions import regions
from storefront.places.models import FormerProvince
from tests.factories.catalogue import make_producer, make_province
from tests.factories.certification import revoke
from tests.factories.fairs import make_fair, make_sales_point, make_star_product

pytestmark = pytest.mark.django_db

QUERIES_REGION = 9


def fill(province, number: int) -> None:
    """That many products, each of a producer of its own, that many sales points and fairs."""
    soon = timezone.now() + timedelta(days=3)
    for _number in range(number):
        make_star_product(province=province, producer=make_producer(province=province))
        make_sales_point(province=province)
        make_fair(province=province, opens_at=soon)


def test_a_province_shows_what_is_its_own_and_in_force(client):
    here, there = make_province(), make_province("Nghệ An", "40")
    maker = make_producer("Tổ cói Nga Sơn", province=here)
    basket = make_star_product("Giỏ cói", star=4, province=here, producer=maker)
    revoked = make_star_product("Chiếu cói", province=here, producer=maker)
    revoke(revoked)
    make_star_product("Cam Vinh", province=there)
    make_sales_point("Cửa hàng Hạc Thành", province=here)
    make_sales_point("Cửa hàng Vinh", province=there)
    make_fair("Hội chợ xứ Thanh", province=here, opens_at=timezone.now() + timedelta(days=3))
    FormerProvince.objects.create(code="97", name="Sầm Châu", successor=here)

    response = client.get("/vung-mien/thanh-hoa/")

    assert response.status_code == 200
    context = response.context
    assert [product.pk for product in context["hits"].products] == [basket.pk]
    assert [(producer.name, producer.stars_today) for producer in context["producers"]] == [
        ("Tổ cói Nga Sơn", 1)
    ]
    assert [point.name for point, _hours in context["points"]] == ["Cửa hàng Hạc Thành"]
    assert [fair["title"] for fair in context["fairs"]] == ["Hội chợ xứ Thanh"]
    assert context["former"] == ["Sầm Châu"]
    assert [(region.name, region.products) for region in regions(places_of(timezone.localdate()))] == [
        ("Nghệ An", 1),
        ("Thanh Hóa", 1),
    ]


def test_an_empty_province_is_calm_and_an_unknown_one_is_not_found(client):
    make_province("Lai Châu", "12")

    assert "Hôm nay chưa có sản phẩm nào còn hạn sao" in client.get("/vung-mien/lai-chau/").content.decode()
    assert client.get("/vung-mien/atlantis/").status_code == 404
    assert client.post("/vung-mien/lai-chau/").status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_a_province_asks_the_same_number_of_questions(client, number, django_assert_num_queries):
    fill(make_province(), number)
    client.get("/vung-mien/thanh-hoa/")

    with django_assert_num_queries(QUERIES_REGION):
        client.get("/vung-mien/thanh-hoa/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_provinces_asks_once(client, number, django_assert_num_queries):
    for place in range(number):
        make_star_product(province=make_province(f"Tỉnh {place}", f"8{place}"))
    client.get("/vung-mien/")

    with django_assert_num_queries(1):
        response = client.get("/vung-mien/")

    assert response.content.decode().count('href="/vung-mien/tinh-') == number
