"""Atom feeds: stories, news, fairs and livestreams, in the reader's language."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.models import ArticlePage, ProductStoryPage
from cms.templatetags.navigation import page_address
from fairs.models import Fair
from storefront.machines.addresses import absolute
from storefront.told import day

_MOST = 30


class _OurFeed(Feed, ABC):
    """Absolute addresses of the public site, whatever host was asked."""

    feed_type = Atom1Feed

    def get_feed(self, obj: Any, request: HttpRequest) -> Any:
        feed = super().get_feed(obj, request)
        feed.feed["link"], feed.feed["id"] = absolute(self.home()), absolute(self.home())
        feed.feed["feed_url"] = absolute(request.path)
        feed.feed["language"] = get_language()
        return feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().__call__(request, *args, **kwargs)
        answer["Cache-Control"] = "public, max-age=900"
        return answer

    @abstractmethod
    def home(self) -> str:
        """The page the feed belongs to."""

    def link(self) -> str:
        return self.home()

    def item_guid(self, item: Any) -> str:
        return str(self.item_link(item))


class StoryFeed(_OurFeed):
    """`/nguon/cau-chuyen.xml`."""

    def title(self) -> str:
        return _("Sao Làng: chuyện làng")

    def home(self) -> str:
        return page_address("cau-chuyen/")

    def items(self) -> Any:
        return ProductStoryPage.objects.in_language(get_language()).public().select_related("locale")[:_MOST]

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return str(item.standfirst)

    def item_link(self, item: Any) -> str:
        return absolute(item.url or "")

    def item_pubdate(self, item: Any) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: Any) -> datetime | None:
        return item.last_published_at


class NewsFeed(StoryFeed):
    """`/nguon/tin-tuc.xml`: what lies below the news, not the guides."""

    def title(self) -> str:
        return _("Sao Làng: tin tức")

    def home(self) -> str:
        return page_address("tin-tuc/")

    def items(self) -> Any:
        pages = ArticlePage.objects.live().public().filter(locale__language_code=get_language())
        pages = pages.filter(url_path__contains="/tin-tuc/").select_related("locale")
        return pages.order_by("-published_on", "-pk")[:_MOST]


class FairFeed(_OurFeed):
    """`/nguon/hoi-cho.xml`: what is coming, the last announced first."""

    def title(self) -> str:
        return _("Sao Làng: hội chợ, phiên chợ")

    def home(self) -> str:
        return reverse("fairs:fair-list")

    def items(self) -> Any:
        coming = Fair.objects.upcoming(at=timezone.now()).select_related("province", "commune")
        return coming.order_by("-created_at", "-pk")[:_MOST]

    def item_title(self, item: Fair) -> str:
        return item.name

    def item_description(self, item: Fair) -> str:
        opens = day(item.opens_on)
        words = _("Đã huỷ. ") if item.is_cancelled else ""
        return f"{words}{opens}, {item.venue}, {item.place_label}. {item.description}".strip()

    def item_link(self, item: Fair) -> str:
        return absolute(item.get_absolute_url())

    def item_pubdate(self, item: Fair) -> datetime:
        return item.created_at

    def item_updateddate(self, item: Fair) -> datetime:
        return item.updated_at


FEEDS = {"cau-chuyen": StoryFeed(), "tin-tuc": NewsFeed(), "hoi-cho": FairFeed()}
