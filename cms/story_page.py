"""A story at its address: found and read with all its page shows in three queries, where Wagtail takes twenty.

Wagtail walks from the home page down, a page and its kind at a time, and then asks who may read it. A story's whole
path stands in its row. Whatever is not as plain as that (`cms.whole_path`; another kind of page, nothing there) is
left to Wagtail.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail.images import get_image_model
from wagtail.views import serve

import qr.templatetags.qr  # noqa: F401 -- asks for the code
from catalogue.product_page import add_what_a_product_shows, attach_to
from cms import whole_path
from cms.models import ProductStoryPage
from storefront.ready_queries import ReadyQuery
from storefront.ready_together import Together

FOLDER = "cau-chuyen"
BESIDE = 4
_PARTS = Together()


def story(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a story in the language of the address."""
    path = f"{FOLDER}/{slug}/"
    page = _story_at(path)
    if page is None or not _read(page):
        return serve(request, path)
    return page.serve(request)


def stories_beside(page: ProductStoryPage) -> list[ProductStoryPage] | None:
    """The newest stories as the page has read them; None for a page shown in another way (a preview)."""
    return getattr(page, "stories_read", None)


def _story_at(path: str) -> ProductStoryPage | None:
    home = whole_path.path_of_home()
    return None if home is None else next(iter(_one_story(path=home + path)), None)


def _read(page: ProductStoryPage) -> bool:
    """Read what the page shows and leave it with the page; False where some page may not be read by everybody."""
    newest = _newest(language=get_language() or "")
    with_cover = [each for each in (page, *newest) if each.cover_id]
    found = _PARTS(
        page=page.pk,
        product=page.product_id or 0,
        covers=[each.cover_id for each in with_cover] or [0],
    )
    if found["restrictions"]:
        return False
    whole_path.give_covers(with_cover, found["covers"])
    if page.product is not None:
        attach_to(page.product, found)
        page.product.page_parts = {"code": found["code"]}
    page.stories_read, page.translations_read = newest, found["translations"]
    return True


@ReadyQuery
def _one_story(*, path: str) -> QuerySet[ProductStoryPage]:
    places = ("province", "commune__province")
    return (
        ProductStoryPage.objects.live()
        .filter(url_path=path)
        .select_related(
            "locale",
            "cover",
            *(
                f"{thing}__{place}"
                for thing in ("product", "producer", "product__producer")
                for place in places
            ),
        )
    )


@ReadyQuery
def _newest(*, language: str) -> QuerySet[ProductStoryPage]:
    stories = ProductStoryPage.objects.in_language(language).for_teasers().prefetch_related(None)
    return stories.select_related("producer__province", "producer__commune__province").defer(
        "body", "product__description", "product__search_words"
    )[:BESIDE]


def _covers(*, covers: list[int]) -> QuerySet[Any]:
    return get_image_model().get_rendition_model().objects.filter(image__in=covers)


add_what_a_product_shows(_PARTS)
_PARTS.add("restrictions", whole_path.restrictions)
_PARTS.add("covers", _covers)
_PARTS.add("translations", whole_path.translations)
