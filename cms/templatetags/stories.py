"""Stories on other people's pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import QuerySet
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.images import get_image_model

from catalogue.product_page import part, part_of
from cms.models import ProductStoryPage
from cms.models.story import StoryQuerySet
from cms.story_page import BESIDE, stories_beside
from cms.whole_path import give_covers
from storefront.page_parts import part_read

register = template.Library()


@register.simple_tag
def latest_stories(number: int) -> StoryQuerySet:
    """The newest published stories in today's language, ready to be shown as teasers."""
    return ProductStoryPage.objects.in_language(get_language()).for_teasers()[:number]


@register.simple_tag
def other_stories(page: ProductStoryPage) -> Iterable[ProductStoryPage]:
    """The newest stories for the foot of a story, itself among them."""
    known = stories_beside(page)
    return latest_stories(BESIDE) if known is None else known


@register.simple_tag(takes_context=True)
def featured_story(context: Context, chosen: Any) -> ProductStoryPage | None:
    """The story an editor chose while it is published; otherwise the newest one in today's language."""
    if chosen is not None and chosen.live:
        known = part_read(context, "chosen_stories") or []
        found = next((story for story in known if story.pk == chosen.pk), None)
        return found or ProductStoryPage.objects.for_teasers().filter(pk=chosen.pk).first()
    newest = part_read(context, "newest_story")
    return next(iter(latest_stories(1) if newest is None else newest), None)


@register.simple_tag
def stories_of(product: Any) -> list[ProductStoryPage]:
    """The published stories of a product; in today's language, or in Vietnamese where it has none yet."""
    return in_reader_language(ProductStoryPage.objects.filter(product=product))


@register.simple_tag
def producer_stories(producer: Any) -> list[ProductStoryPage]:
    """The published stories about a producer or its products, by the same rule."""
    own = ProductStoryPage.objects.filter(producer=producer)
    return in_reader_language(own | ProductStoryPage.objects.filter(product__producer=producer))


@register.simple_tag
def product_stories(product: Any) -> SafeString:
    """The story of a product as a teaser for its page; nothing when there is none."""
    stories = part_of(product, "stories")
    if not stories:
        return SafeString("")
    give_covers(stories, part_of(product, "story_covers"))
    return render_to_string("cms/_product_stories.html", {"stories": chosen_for_reader(stories)})


@part("stories")
def _published(*, product: int) -> QuerySet[ProductStoryPage]:
    stories = ProductStoryPage.objects.filter(product=product).live().select_related("cover", "locale")
    return stories.defer("body").order_by("-first_published_at", "-pk")


@part("story_covers")
def _renditions(*, product: int) -> QuerySet[Any]:
    covers = ProductStoryPage.objects.filter(product=product, cover__isnull=False).live().values("cover")
    return get_image_model().get_rendition_model().objects.filter(image__in=covers)


def in_reader_language(stories: StoryQuerySet) -> list[ProductStoryPage]:
    """Return the live stories in today's language; of those not translated the original."""
    return chosen_for_reader(
        stories.live().for_teasers().select_related("locale").order_by("-first_published_at", "-pk")
    )


def chosen_for_reader(stories: Iterable[ProductStoryPage]) -> list[ProductStoryPage]:
    """Return those in today's language, and of those not translated the original; in their order."""
    found = list(stories)
    mine = [story for story in found if story.locale.language_code == get_language()]
    translated = {story.translation_key for story in mine}
    rest: dict[Any, ProductStoryPage] = {}
    for story in found:
        if story.translation_key not in translated:
            rest.setdefault(story.translation_key, story)
    return [*mine, *rest.values()]
