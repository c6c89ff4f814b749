"""One function makes every address of a name."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from oscar.core.utils import slugify as shop_slugify

from catalogue.models import Category
from cms.models import ArticlePage, ProductStoryPage, StoryIndexPage
from storefront.vietnamese import slugify
from tests.factories.catalogue import make_producer, make_product
from tests.factories.cms import make_site
from tests.factories.fairs import make_fair, make_sales_point

NAME = "Nước mắm Cự Đà"


@given(st.text(max_size=60))
def test_the_shop_and_the_house_agree(text: str) -> None:
    assert shop_slugify(text) == slugify(text)
    assert slugify(slugify(text)) == slugify(text)


@pytest.mark.django_db
def test_everything_named_alike_has_the_same_address(today: Any) -> None:
    make_site()
    index = StoryIndexPage.objects.get(locale__language_code="vi")
    story = index.add_child(instance=ProductStoryPage(title=NAME, standfirst="…"))
    again = index.add_child(instance=ProductStoryPage(title=NAME, standfirst="…"))
    made = [
        make_product(NAME).slug,
        make_producer(NAME).slug,
        Category.add_root(name=NAME, is_public=True).slug,
        make_fair(NAME).slug,
        make_sales_point(NAME).slug,
        story.slug,
    ]
    assert made == ["nuoc-mam-cu-da"] * 6
    assert again.slug == "nuoc-mam-cu-da-2"


@pytest.mark.django_db
def test_editors_leave_the_address_to_the_site(client: Client, django_user_model: Any, today: Any) -> None:
    make_site()
    index = ArticlePage.objects.first().get_parent()
    client.force_login(django_user_model.objects.create_superuser(email="sep@example.vn", password="x"))
    address = f"/quan-tri/pages/add/cms/articlepage/{index.pk}/"
    form = client.get(address).content.decode()
    assert "data-w-sync-target-value" not in form
    fields = {"published_on": "2026-11-21", "standfirst": "", "body-count": "0", "comments-TOTAL_FORMS": "0"}
    fields |= {"comments-INITIAL_FORMS": "0", "cover": "", "search_description": "", "seo_title": ""}
    for title, slug in (("Đặc sản xứ Thanh", ""), ("Tin khác", "Đường Vào Làng")):
        answer = client.post(address, {**fields, "title": title, "slug": slug})
        assert answer.status_code == 302, answer.context["form"].errors
    assert set(ArticlePage.objects.child_of(index).filter(live=False).values_list("slug", flat=True)) == {
        "dac-san-xu-thanh",
        "duong-vao-lang",
    }
