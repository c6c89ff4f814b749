"""The home page at its address: found and read with all it shows in a few queries, where Wagtail takes twenty.

The template tags of its bands find what was read with the page (`storefront.page_parts`); shown in another way (a
preview), they ask by themselves. What is not plain is left to Wagtail (`cms.whole_path`).
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.images import get_image_model
from wagtail.views import serve

from catalogue.models import Category
from catalogue.search.figures import newest_asked
from cms import whole_path
from cms.models import HomePage, ProductStoryPage
from fairs import at_home
from storefront.gifts.presence import first_asked
from storefront.ready_queries import ReadyQuery
from storefront.ready_together import Together

_PARTS = Together()


def home(request: HttpRequest) -> HttpResponse:
    """The home page in the language of the address."""
    path = whole_path.path_of_home()
    page = None if path is None else next(iter(_page_at(path=path)), None)
    if page is None or not _read(page):
        return serve(request, "")
    return page.serve(request)


def part(name: str) -> list[Any]:
    """The rows of a part that takes no values, read now."""
    return _PARTS.alone(name)


def _read(page: HomePage) -> bool:
    """Read what the page shows and leave it with the page; False where some page may not be read by everybody."""
    found = _PARTS(
        page=page.pk,
        language=get_language() or "",
        chosen=_chosen(page),
        on=timezone.localdate(),
        at=timezone.now(),
    )
    if found["restrictions"]:
        return False
    whole_path.give_covers([*found["newest_story"], *found["chosen_stories"]], found["covers"])
    page.page_parts, page.translations_read = found, found["translations"]
    return True


def _chosen(page: HomePage) -> list[int]:
    """The keys of the stories an editor chose for the page."""
    blocks = [block for block in page.body.raw_data if block["type"] == "featured_story"]
    chosen = [block["value"].get("story") for block in blocks]
    return [pk for pk in chosen if isinstance(pk, int)] or [0]


@ReadyQuery
def _page_at(*, path: str) -> QuerySet[HomePage]:
    return HomePage.objects.live().filter(url_path=path).select_related("locale")


def _groups() -> QuerySet[Category]:
    return Category.objects.filter(depth=1, is_public=True).order_by("path")


def _newest_story(*, language: str) -> QuerySet[ProductStoryPage]:
    newest = ProductStoryPage.objects.in_language(language).select_related("cover")
    return newest.defer("body")[:1]


def _chosen_stories(*, chosen: list[int]) -> QuerySet[ProductStoryPage]:
    stories = ProductStoryPage.objects.live().filter(pk__in=chosen).select_related("cover")
    return stories.defer("body")


def _covers(*, language: str, chosen: list[int]) -> QuerySet[Any]:
    newest = ProductStoryPage.objects.in_language(language).values("cover")[:1]
    own = ProductStoryPage.objects.live().filter(pk__in=chosen).values("cover")
    renditions = get_image_model().get_rendition_model().objects
    return renditions.filter(Q(image__in=newest) | Q(image__in=own))


_PARTS.add("restrictions", whole_path.restrictions)
_PARTS.add("translations", whole_path.translations)
_PARTS.add("groups", _groups)
_PARTS.add("newest_products", newest_asked)
_PARTS.add("newest_story", _newest_story)
_PARTS.add("chosen_stories", _chosen_stories)
_PARTS.add("covers", _covers)
_PARTS.add("fairs_ahead", at_home.fairs_ahead)
_PARTS.add("sessions_ahead", at_home.sessions_ahead)
_PARTS.add("points_confirmed", at_home.points_confirmed)
_PARTS.add("gifts", first_asked)
