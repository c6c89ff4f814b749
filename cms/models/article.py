"""News, guides and pages that belong to no list."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.search import index

from cms.addresses import TITLE_PANELS, Addressed
from cms.blocks import ArticleBody


class ArticleIndexPage(Addressed, Page):
    """A list of articles: news by date, or guides by the order the editor gives them."""

    PER_PAGE = 20

    class Order(models.TextChoices):
        NEWEST = "newest", _("Mới nhất trước (tin tức)")
        EDITOR = "editor", _("Theo thứ tự biên tập (hướng dẫn)")

    intro = models.TextField(_("lời mở đầu"), blank=True)
    order = models.CharField(_("xếp theo"), max_length=10, choices=Order.choices, default=Order.NEWEST)

    content_panels = [*TITLE_PANELS, FieldPanel("intro"), FieldPanel("order")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ArticlePage"]
    template = "cms/article_index_page.html"

    class Meta:
        verbose_name = _("Mục bài viết")
        verbose_name_plural = _("Mục bài viết")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        articles = ArticlePage.objects.child_of(self).live()
        ordered = articles.order_by("path" if self.order == self.Order.EDITOR else "-published_on", "-pk")
        context["articles"] = Paginator(ordered, self.PER_PAGE).get_page(request.GET.get("page"))
        context["is_dated"] = self.order == self.Order.NEWEST
        return context


class ArticlePage(Addressed, Page):
    """One piece of news or one guide."""

    published_on = models.DateField(_("ngày"), default=timezone.localdate)
    standfirst = models.TextField(_("lời dẫn"), max_length=400, blank=True)
    cover = models.ForeignKey(
        get_image_model_string(),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hình bìa"),
    )
    body = StreamField(ArticleBody(), verbose_name=_("nội dung"), blank=True)

    content_panels = [
        *TITLE_PANELS,
        FieldPanel("published_on"),
        FieldPanel("standfirst"),
        FieldPanel("cover"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("body"),
        index.FilterField("published_on"),
    ]
    parent_page_types = ["cms.ArticleIndexPage"]
    subpage_types: list[str] = []
    template = "cms/article_page.html"

    class Meta:
        verbose_name = _("Bài viết")
        verbose_name_plural = _("Bài viết")


class PlainPage(Addressed, Page):
    """A page that belongs to no list: terms, privacy, contact."""

    body = StreamField(ArticleBody(), verbose_name=_("nội dung"), blank=True)

    content_panels = [*TITLE_PANELS, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    parent_page_types = ["cms.HomePage", "cms.PlainPage"]
    subpage_types = ["cms.PlainPage"]
    template = "cms/plain_page.html"

    class Meta:
        verbose_name = _("Trang đơn")
        verbose_name_plural = _("Trang đơn")
