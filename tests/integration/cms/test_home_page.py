"""The home page read in five queries is the page Wagtail would serve; what is not plain is left to Wagtail."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms import whole_path
from cms.models import HomePage
from storefront.gifts.models import GiftBasket
from tests.factories.catalogue import make_product
from tests.factories.certification import certify
from tests.factories.cms import COVER, make_site, make_story
from tests.factories.fairs import make_fair, make_sales_point, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.PAGE_CACHE = False


def fill(number: int) -> HomePage:
    """A site with so many of everything the home page shows."""
    site = make_site()
    for place in range(number):
        product = make_product(f"Trà {place}")
        certify(product, 4, on=date(2026, 10, 1))
        make_story(product=product, cover_path=COVER, title=f"Chuyện {place}")
        opens = timezone.now() + timedelta(days=3 + place)
        make_fair(f"Tuần hàng {place}", opens_at=opens, expected_booths=20)
        make_session(starts_at=opens)
        make_sales_point(f"Cửa hàng {place}")
        GiftBasket.objects.create(title=f"Giỏ {place}", slug=f"gio-{place}", is_public=True)
    return site


def told(response: Any) -> str:
    assert response.status_code == 200
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"', "", response.text)


def served_by_wagtail(monkeypatch: pytest.MonkeyPatch, client: Client, address: str) -> Any:
    with monkeypatch.context() as patch:
        patch.setattr(whole_path, "is_hooked", lambda: True)
        return client.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_five_queries_for_the_home_page(
    number: int, today: Any, client: Client, django_assert_num_queries: Any
) -> None:
    fill(number)
    for _warming in range(2):
        client.get("/")
    with django_assert_num_queries(5):
        page = client.get("/").text
    assert page.count('<article class="card">') == number
    assert f"<b>{2 * number}</b>hội chợ, livestream" in page
    assert page.count("Cửa hàng ") == number
    assert page.count("<b>Giỏ ") == number
    assert f"Chuyện {number - 1}" in page


@pytest.mark.parametrize("address", ["/", "/en/"])
@pytest.mark.parametrize("number", [0, 1, 4])
def test_it_is_the_page_wagtail_serves(
    address: str, number: int, today: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(number)
    if number:
        story = make_story()
        make_story(product=story.product, locale="en", title="Twelve months")
    client.get(address)  # finds out whether the menu has gifts
    assert told(client.get(address)) == told(served_by_wagtail(monkeypatch, client, address))


def test_a_chosen_story_is_read_with_the_page(
    today: Any, client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    site = make_site()
    chosen = make_story(title="Chuyện được chọn", cover_path=COVER)
    make_story(title="Chuyện mới hơn", cover_path=COVER)
    blocks = [{"type": "featured_story", "value": {"eyebrow": "", "story": pk}} for pk in (chosen.pk, None)]
    site.body = json.dumps(blocks)
    site.save_revision().publish()
    client.get("/")
    with django_assert_num_queries(4):
        page = client.get("/")
    assert "Chuyện được chọn" in page.text
    assert "Chuyện mới hơn" in page.text
    assert told(page) == told(served_by_wagtail(monkeypatch, client, "/"))


def test_a_home_page_that_is_not_public_is_wagtails(today: Any, client: Client) -> None:
    site = make_site()
    PageViewRestriction.objects.create(page=site, restriction_type="password", password="mam")
    page = client.get("/")
    assert "Sản vật có\u00a0sao" not in page.text
    assert 'name="password"' in page.text


def test_an_unpublished_home_page_is_not_there(today: Any, client: Client) -> None:
    make_site().unpublish()
    assert client.get("/").status_code == 404
