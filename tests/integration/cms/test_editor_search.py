"""Editors and readers find pages without typing marks."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from catalogue.search import outbox
from catalogue.search.models import Reading
from cms.models import ProductStoryPage
from tests.factories.cms import make_site, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> ProductStoryPage:
    make_site()
    return make_story(title="Đường về làng nước mắm Ba Làng")


@pytest.mark.postgres  # SQLite's full-text table is made by a migration, which tests go without
@pytest.mark.parametrize("text", ["nuoc mam", "nước mắm", "Nước Mắm", "duong ve", "đường"])
def test_editors_find_a_page_however_it_is_typed(story, text):
    assert story.page_ptr in list(Page.objects.search(text))
    assert story.page_ptr in list(Page.objects.autocomplete(text[:-1]))
    assert list(Page.objects.search("khong co gi nhu vay")) == []


def test_readers_find_it_beside_the_products(client, story):
    outbox.drain()
    page = client.get("/san-pham/", {"q": "nuoc mam ba lang"})
    assert [reading.title for reading in page.context["hits"].readings] == [story.title]
    assert story.title in page.text
    ProductStoryPage.objects.update(live=False)
    outbox.drain()
    assert not Reading.objects.filter(title=story.title).exists()
    assert client.get("/san-pham/", {"q": "nuoc mam ba lang"}).context["hits"].readings == []
