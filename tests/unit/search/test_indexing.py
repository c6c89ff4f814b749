"""Stored search words are those that would be computed now."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from catalogue.models import Product
from catalogue.search.indexing import for_indexing, group_names, refresh_products, words_of
from tests.factories.catalogue import make_group, make_producer, make_product

pytestmark = pytest.mark.django_db


def assert_stored_is_computed() -> None:
    names = group_names()
    assert {product.pk: product.search_words for product in for_indexing()} == {
        product.pk: words_of(product, names) for product in for_indexing()
    }


def test_saving_a_product_its_producer_or_its_groups_refreshes_on_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        product = make_product("Nước mắm", producer=make_producer("Lê Gia"))
        other = make_product("Chè xanh")
    assert_stored_is_computed()
    with django_capture_on_commit_callbacks(execute=True):
        product.producer.name = "Bà Hoà"
        product.producer.save()
        other.categories.set([make_group("Đồ uống")])
        group = make_group("Thực phẩm")
        group.name = "Thực phẩm chế biến"
        group.save()
    assert_stored_is_computed()
    product.refresh_from_db()
    assert " ba hoa " in product.search_words
    assert " thuc pham che bien " in product.search_words


def test_many_saves_in_one_transaction_are_one_refresh(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        for number in range(5):
            make_product(f"Mắm {number}")
    assert len(callbacks) == 1


def test_the_command_makes_every_word_again_and_shows_progress():
    make_product("Nước mắm")
    make_product("Chè xanh")
    Product.objects.update(search_words="sai")
    out = StringIO()
    call_command("rebuild_search_index", stdout=out)
    assert "2/2 (100 %)" in out.getvalue()
    assert "2 changed" in out.getvalue()
    assert_stored_is_computed()
    assert refresh_products(Product.objects.values_list("pk", flat=True)) == 0


@pytest.mark.parametrize("number", [1, 3])
def test_refreshing_takes_the_same_number_of_queries_for_more(number, django_assert_num_queries):
    pks = [make_product(f"Mắm {item}", producer=make_producer()).pk for item in range(number)]
    with django_assert_num_queries(8):
        refresh_products(pks)
