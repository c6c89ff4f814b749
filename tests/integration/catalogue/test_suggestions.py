"""What the search field offers while somebody types, with and without a script."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.producers.models import Producer
from catalogue.search import outbox
from catalogue.search.indexing import rebuild
from catalogue.search.suggesting import refresh_products
from storefront.places.models import FormerCommune, FormerProvince
from tests.factories.catalogue import make_commune, make_group, make_producer, make_product
from tests.factories.certification import certify

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    make_group("Đồ uống")
    producer = make_producer("Hợp tác xã Mường Lát")
    product = make_product("Nước mắm Lê Gia", producer=producer, commune=make_commune("Mường Hoong"))
    certify(product, on=date(2025, 9, 10))
    outbox.drain()
    rebuild()
    return product


def offered(client, text: str) -> list[tuple[str, str]]:
    answer = client.get("/tim-kiem/goi-y", {"q": text}, headers={"accept": "application/json"})
    assert answer.status_code == 200
    return [(offer["kind"], offer["label"]) for offer in answer.json()["offers"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nu", [("product", "Nước mắm Lê Gia")]),
        ("nước mắ", [("product", "Nước mắm Lê Gia")]),
        ("le g", [("product", "Nước mắm Lê Gia")]),
        ("mu", [("producer", "Hợp tác xã Mường Lát"), ("place", "Xã Mường Hoong, Thanh Hóa")]),
        ("do u", [("group", "Đồ uống")]),
        ("than", [("place", "Thanh Hóa")]),
        ("n", []),
        ("", []),
        ("%", []),
        ("xyz", []),
    ],
)
def test_offers_begin_like_what_was_typed(client, shop, text, expected):
    assert offered(client, text) == expected


def test_a_place_is_offered_by_what_it_was_called_before(client, shop):
    province, commune = shop.commune.province, shop.commune
    once = FormerProvince.objects.create(code="62", name="Kon Tum", successor=province)
    FormerCommune.objects.create(
        code="23377", name="Mường Hoong", kind="commune", district="Đăk Glei", district_kind="rural",
        former_province=once, successor=commune,
    )  # fmt: skip
    for refresh in (rebuild, lambda: refresh_products([shop.pk])):
        refresh()
        assert offered(client, "kon t") == [("place", "Kon Tum (cũ), Thanh Hóa")]
        assert offered(client, "dak") == [("place", "Đăk Glei (cũ), Thanh Hóa")]
        assert offered(client, "muong h") == [("place", "Xã Mường Hoong, Thanh Hóa")]
    answer = client.get("/tim-kiem/goi-y", {"q": "kon t"}, headers={"accept": "application/json"})
    found = client.get(answer.json()["offers"][0]["url"]).context["hits"]
    assert [product.title for product in found.products] == [shop.title]


def test_what_is_not_listed_is_not_offered(client, shop):
    shop.is_public = False
    shop.save()
    Producer.objects.update(state="suspended", state_reason="Đang kiểm tra")
    assert offered(client, "nu") == []
    assert [kind for kind, _label in offered(client, "mu")] == ["place"]


def test_without_a_script_it_is_a_page(client, shop):
    page = client.get("/tim-kiem/goi-y", {"q": "nu"})
    assert shop.get_absolute_url() in page.text
    assert "Sản phẩm" in page.text
    assert client.get("/tim-kiem/goi-y").status_code == 200
    assert 'role="search"' in page.text
    assert 'data-suggest="/tim-kiem/goi-y"' in page.text


@pytest.mark.parametrize("text", ["\x00\x01", "a" * 10_000, "name:(a OR b)~2^9", "'; DROP TABLE", "🦐🦐"])
def test_nothing_typed_breaks_it(client, text):
    assert offered(client, text) == []
    assert client.get("/tim-kiem/goi-y", {"q": text}).status_code == 200
