"""What there is to read, as search copies it: published stories, news, guides and pages, as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.html import strip_tags
from wagtail.models import Page

from catalogue.search.readings import Told
from cms.models import ArticleIndexPage, ArticlePage, PlainPage, ProductStoryPage

SUMMARY = 300


def readings_of(keys: Iterable[int] | None) -> Iterator[Told]:
    """The published pages among these, or all of them."""
    for model in (ProductStoryPage, ArticlePage, PlainPage):
        pages = model.objects.live().public().select_related("locale")
        if keys is not None:
            pages = pages.filter(pk__in=list(keys))
        for page in pages.order_by("pk"):
            if address := page.get_url():
                yield _told(page, address)


def _told(page: Any, address: str) -> Told:
    published = page.first_published_at
    return Told(
        ref=f"page:{page.pk}",
        kind=_kind(page),
        language=page.locale.language_code,
        title=page.title,
        url=address,
        summary=(getattr(page, "standfirst", "") or page.search_description or "")[:SUMMARY],
        body=_plain(page),
        published_on=getattr(page, "published_on", None) or (published.date() if published else None),
    )


def _kind(page: Page) -> str:
    """`story`, `news`, `guide` or `page`."""
    if isinstance(page, ProductStoryPage):
        return "story"
    if isinstance(page, ArticlePage):
        index = ArticleIndexPage.objects.parent_of(page).first()
        return "guide" if index and index.order == ArticleIndexPage.Order.EDITOR else "news"
    return "page"


def _plain(page: Any) -> str:
    said = [str(text) for block in page.body for text in block.block.get_searchable_content(block.value)]
    about = [getattr(page, name, None) for name in ("product", "producer")]
    return " ".join([*(strip_tags(text) for text in said), *(str(thing) for thing in about if thing)])
