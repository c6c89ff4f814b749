"""A story read in three queries is the page Wagtail would have served, and what is not plain is left to Wagtail."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, PageViewRestriction

from cms import whole_path
from cms.models import ProductStoryPage
from qr.codes import issue_code
from storefront.pictures.library import draw_image
from tests.factories.catalogue import make_commune, make_producer
from tests.factories.cms import make_site, make_story
from tests.factories.pictures import photo, upload
from tests.factories.purchases import make_good

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(today: Any) -> ProductStoryPage:
    """The story of a good with a code, two others beside it, one of them a producer's."""
    make_site()
    producer = make_producer("Nhà Tư", commune=make_commune())
    make_story(product=None, producer=producer, title="Chuyện một nhà")
    make_story(title="Chuyện nữa")
    good = make_good("Mắm nêm", commune=make_commune())
    issue_code(good)
    return make_story(product=good, title="Chuyện mắm nêm")


def served_by_wagtail(monkeypatch: pytest.MonkeyPatch, client: Client, address: str) -> Any:
    with monkeypatch.context() as patch:
        patch.setattr(whole_path, "is_hooked", lambda: True)
        return client.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_three_queries_for_a_story(
    number: int, today: Any, client: Client, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.PAGE_CACHE = False
    make_site()
    stories = [
        make_story(product=make_good(f"Mắm {place}", commune=make_commune())) for place in range(number)
    ]
    address = stories[0].url
    for _warming in range(2):
        client.get(address)
    with django_assert_num_queries(3):
        page = client.get(address).text
    assert page.count('class="card teaser"') == number - 1


def test_every_story_is_the_page_wagtail_serves(
    story: ProductStoryPage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    translated = story.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    translated.title = "The story of mắm nêm"
    translated.save_revision().publish()
    found = {}
    for each in ProductStoryPage.objects.live():
        ours, theirs = client.get(each.url), served_by_wagtail(monkeypatch, client, each.url)
        assert (ours.status_code, theirs.status_code) == (200, 200), each.url
        assert _told(ours) == _told(theirs), each.url
        found[each.title] = ours.text
    assert len(found) == 4
    assert f'hreflang="en" href="{translated.full_url.partition("localhost")[2]}"' in _relative(
        found[story.title]
    )
    assert "Mắm nêm" in found[story.title]


def _told(response: Any) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"', "", response.text)


def _relative(text: str) -> str:
    return re.sub(r'href="https?://[^/"]+', 'href="', text)


def test_an_unpublished_story_and_another_page_there_are_wagtails(
    story: ProductStoryPage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = story.url
    story.unpublish()
    assert client.get(address).status_code == 404
    assert client.get("/cau-chuyen/khong-co/").status_code == 404
    assert client.get("/cau-chuyen/").status_code == 200
    story.save_revision().publish()
    assert client.get(address).status_code == 200
    Page.objects.filter(pk=story.get_parent().pk).update(live=False)
    assert client.get(address).status_code == served_by_wagtail(monkeypatch, client, address).status_code


def test_a_restricted_story_is_shown_to_nobody_without_the_word(
    story: ProductStoryPage, client: Client
) -> None:
    PageViewRestriction.objects.create(page=story.get_parent(), restriction_type="password", password="mam")
    page = client.get(story.url)
    assert story.standfirst not in page.text
    assert 'name="password"' in page.text


def test_covers_come_with_their_sizes(
    story: ProductStoryPage, client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    for place, each in enumerate(ProductStoryPage.objects.all()):
        image = get_image_model().objects.create(
            title=f"Ảnh {place}", file=upload(photo(), f"anh-{place}.jpg")
        )
        draw_image(image.pk)
        each.cover = image
        each.save_revision().publish()
    client.get(story.url)
    with django_assert_num_queries(3):
        page = client.get(story.url)
    assert page.text.count("srcset=") >= 3
    assert _told(page) == _told(served_by_wagtail(monkeypatch, client, story.url))
