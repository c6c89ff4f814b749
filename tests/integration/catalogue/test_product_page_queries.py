"""The product page reads the product, those beside it and all that hangs on them in three queries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

import storefront.machines.shipping  # noqa: F401 -- asks for the zones of delivery
from catalogue import product_page
from catalogue.cards import card_of
from catalogue.certification.managers import products_in_force
from catalogue.certification.status_reading import product_status
from catalogue.models import Product, ProductImage
from catalogue.search.indexing import refresh_products
from fairs.models import FairProduct, SalesPointStock
from storefront.contacts.models import ChannelLink
from storefront.offers.prices import change_price
from tests.factories.catalogue import make_commune, make_group, make_producer, make_product
from tests.factories.certification import certify, make_decision
from tests.factories.cms import make_site, make_story
from tests.factories.fairs import make_fair, make_sales_point
from tests.factories.purchases import make_good
from tests.factories.reviews import make_done_order, make_review

pytestmark = pytest.mark.django_db


def full_product(number: int) -> Product:
    """A good with `number` of everything its page can show."""
    make_site()
    good = make_good("Mắm nêm", stock=40, commune=make_commune())
    other = make_good("Mắm của người khác")
    for each in (good, other):
        make_story(product=each, title=f"Chuyện {each.pk}-0")
    for item in range(number):
        beside = make_good(f"Mắm {item}", producer=good.producer)
        beside.categories.add(make_group("Đồ uống"))
        for each in (good, other):
            each.documents.create(producer=each.producer, kind="test_report", number=f"KN-{each.pk}-{item}")
            ProductImage.objects.create(
                product=each, original=f"anh-{each.pk}-{item}.jpg", display_order=item
            )
            point, fair = make_sales_point(f"Chợ {each.pk}-{item}"), make_fair(f"Hội chợ {each.pk}-{item}")
            SalesPointStock.objects.create(point=point, product=each, confirmed_on=date(2026, 1, 1 + item))
            FairProduct.objects.create(fair=fair, product=each)
            ChannelLink.objects.create(
                producer=each.producer,
                product=each,
                channel="shopee",
                url=f"https://shopee.vn/{each.pk}/{item}",
            )
        make_review(make_done_order(good), published=True, text=f"Ngon lắm, lần {item} đấy nhé.")
        change_price(good.stockrecords.get(), 90_000 - item)
    return good


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("language", ["", "/en"])
def test_three_queries_show_everything(
    number: int, language: str, client: Any, today: date, django_assert_num_queries: Any
) -> None:
    good = full_product(number)
    address = language + good.get_absolute_url()
    client.get(address)
    with django_assert_num_queries(3):
        text = client.get(address).text
    main = text.partition("<main")[2].partition("<footer")[0]
    own = [f"KN-{good.pk}-", f"anh-{good.pk}-", f"Chợ {good.pk}-", f"Hội chợ {good.pk}-"]
    own += [f"https://shopee.vn/{good.pk}/", "Ngon lắm, lần "]
    assert {told: len({main[at : at + len(told) + 1] for at in _places(told, main)}) for told in own} == (
        dict.fromkeys(own, number)
    )
    assert main.count('<article class="card">') == number
    assert main.count(f"<h2>Chuyện {good.pk}-0</h2>") == 1
    assert text.count("-0.jpg") > 0
    assert "của người khác" not in text
    assert "120.000" in text or "120,000" in text, "what it cost before"


def _places(told: str, text: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(told, at)]


def test_asked_together_each_part_is_what_it_is_alone(today: date) -> None:
    good = full_product(3)
    on, at = date(2026, 11, 21), timezone.now()
    values = {"product": good.pk, "producer": good.producer_id, "on": on, "at": at}
    together = product_page._PARTS(**values)
    alone = {name: product_page._PARTS.alone(name, **values) for name in together}
    assert {name: list(map(_columns, rows)) for name, rows in together.items()} == (
        {name: list(map(_columns, rows)) for name, rows in alone.items()}
    )
    assert {name for name, rows in together.items() if not rows} == {"code", "story_covers", "delivery_zones"}


def _columns(row: Any) -> dict[str, Any]:
    """All that was read of a row and of what came with it."""
    own = {name: value for name, value in vars(row).items() if name != "_state"}
    beside = {name: _columns(one) for name, one in row._state.fields_cache.items() if one is not None}
    return {**own, **beside}


def test_what_was_read_is_there_and_other_questions_are_asked(
    today: date, django_assert_num_queries: Any
) -> None:
    good = full_product(3)
    with django_assert_num_queries(2):
        product = product_page.product_for_page(good.pk)
        assert product is not None
        product_page.read_parts(product, on=today)
    with django_assert_num_queries(0):
        assert [image.display_order for image in product.images.all()] == [0, 1, 2]
        assert all(entry.product is product for entry in product.ledger_entries.all())
        assert len(product.categories.all()) == 1
        assert product.images.count() == 3
    with django_assert_num_queries(3):
        assert product.images.filter(display_order=2).count() == 1
        assert list(product.stockrecords.order_by("pk")) == list(good.stockrecords.all())
    assert [image.display_order for image in product.images.all()] == [0, 1, 2]


def test_those_beside_it_have_a_star_today_and_alcohol_stays_with_alcohol() -> None:
    producer = make_producer()
    first, wine, mild, expired, _other = (
        make_product("Mắm", producer=producer),
        make_product("Rượu", producer=producer, is_alcohol=True),
        make_product("Cốm", producer=producer),
        make_product("Chè", producer=producer),
        make_good("Của người khác"),
    )
    for one, day in ((first, 2025), (wine, 2025), (mild, 2025), (expired, 2022)):
        certify(one, star=4, decision=make_decision(on=date(day, 5, 5)))

    def beside(product: Product, on: date) -> list[int]:
        return [card.pk for card in product_page.related_to(product, on=on)]

    on = date(2026, 11, 21)
    assert beside(first, on) == [mild.pk]
    assert beside(wine, on) == [mild.pk, first.pk]
    assert beside(first, date(2024, 1, 1)) == [expired.pk]
    assert beside(first, date(2028, 5, 5) - timedelta(days=1)) == [mild.pk]
    assert beside(first, date(2028, 5, 5)) == []
    in_force = products_in_force(Product.objects.all(), on=on).values_list("pk", flat=True)
    assert set(beside(wine, on)) <= set(in_force)


def test_a_card_beside_a_product_is_the_card_it_has_everywhere(today: date) -> None:
    good = make_good("Mắm nêm", stock=40)
    beside = make_good("Mắm ruốc & tôm", producer=good.producer, commune=make_commune(), price=65_000)
    beside.categories.add(make_group("Đồ uống"))
    refresh_products([good.pk, beside.pk])

    def drawn() -> list[str]:
        return [str(card.draw()) for card in product_page.related_to(good, on=today)]

    assert drawn() == [str(card_of(beside, product_status(beside, on=today)).draw())]
    for place, name in enumerate(("anh-2.jpg", "anh-1.jpg")):
        ProductImage.objects.create(product=beside, original=name, display_order=place)
    beside = Product.objects.get(pk=beside.pk)
    assert drawn() == [str(card_of(beside, product_status(beside, on=today)).draw())]
    assert "anh-2.jpg" in drawn()[0]
