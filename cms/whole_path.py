"""Pages found by their whole path, where Wagtail walks from the home page down, a page and its kind at a time.

What is not plain is left to Wagtail: several sites, hooks, a home page missing in a language, restricted pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction, Site

from storefront.ready_relations import attach


def path_of_home() -> str | None:
    """The path of the home page in today's language; None where Wagtail has to find the page."""
    roots = Site.get_site_root_paths()
    own = [root.root_path for root in roots if root.language_code == get_language()]
    if len({root.site_id for root in roots}) != 1 or len(own) != 1 or is_hooked():
        return None
    return own[0]


def is_hooked() -> bool:
    """Whether anybody besides Wagtail wants to know of pages served; its own asks for restrictions."""
    asked = [*hooks.get_hooks("before_serve_page"), *hooks.get_hooks("on_serve_page")]
    return any(not each.__module__.startswith("wagtail.") for each in asked)


def restrictions() -> QuerySet[PageViewRestriction]:
    """Whether some page may not be read by everybody."""
    return PageViewRestriction.objects.all()[:1]


def translations(*, page: int) -> QuerySet[Page]:
    """The published translations of a page."""
    own = Page.objects.filter(pk=page).values("translation_key")
    found = Page.objects.live().filter(translation_key__in=own).exclude(pk=page)
    return found.select_related("locale")


def give_covers(stories: Iterable[Any], renditions: Iterable[Any]) -> None:
    """Give the covers of stories the sizes they were drawn in; a cover of two stories becomes one object."""
    with_cover = [each for each in stories if each.cover_id]
    covers = {each.cover_id: each.cover for each in with_cover}
    attach(list(covers.values()), "renditions", renditions, by="image_id")
    for each in with_cover:
        each.cover = covers[each.cover_id]
