"""The site with its stories, news and further guides."""

from __future__ import annotations

import json
from datetime import date

from django.conf import settings
from django.db import transaction

from catalogue.models import Product
from cms.models import ArticleIndexPage, ArticlePage
from cms.publishing import picture_at, publish_story, story_in
from storefront.demo.days import day_at
from storefront.demo.reading import Text, read_texts, scene


def publish_stories(products: dict[str, Product]) -> int:
    """Publish the stories that are not there yet, Vietnamese before English; return how many were."""
    texts = sorted(read_texts("stories"), key=lambda text: _language(text) != settings.LANGUAGE_CODE)
    published = 0
    for text in texts:
        product, language = products[text.head["product"]], _language(text)
        if story_in(language, product=product, producer=product.producer):
            continue
        publish_story(
            product=product,
            producer=product.producer,
            title=text.head["title"],
            standfirst=text.head["standfirst"],
            sections=text.sections,
            locale=language,
            cover_path=scene(text.head["cover"]),
            cover_title=text.head["title"],
        )
        published += 1
    return published


@transaction.atomic
def publish_articles(start: date) -> int:
    """Publish the news and guides that are not there yet; return how many were."""
    published = 0
    for text in read_texts("articles"):
        index = ArticleIndexPage.objects.get(
            slug=text.head["section"], locale__language_code=settings.LANGUAGE_CODE
        )
        if ArticlePage.objects.child_of(index).filter(slug=text.head["slug"]).exists():
            continue
        article = ArticlePage(
            title=text.head["title"],
            slug=text.head["slug"],
            standfirst=text.head["standfirst"],
            published_on=day_at(start, text.head.get("published_day", 0)),
            cover=_cover(text),
            locale=index.locale,
            body=json.dumps([{"type": kind, "value": value} for kind, value in text.sections]),
        )
        index.add_child(instance=article)
        article.save_revision().publish()
        published += 1
    return published


def _language(text: Text) -> str:
    return text.head.get("locale", settings.LANGUAGE_CODE)


def _cover(text: Text) -> object | None:
    return picture_at(scene(text.head["cover"]), title=text.head["title"]) if "cover" in text.head else None
