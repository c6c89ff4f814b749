"""Where a product comes from, told by an editor with its maker and approved before it is shown."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.addresses import TITLE_PANELS, Addressed
from cms.blocks import StoryBody


class StoryQuerySet(PageQuerySet):
    """Stories as screens ask for them."""

    def in_language(self, language: str) -> StoryQuerySet:
        """Published stories in one language, newest first."""
        return self.live().filter(locale__language_code=language).order_by("-first_published_at", "-pk")

    def for_teasers(self) -> StoryQuerySet:
        """With cover, its renditions and the product's place: a constant number of queries."""
        return self.select_related(
            "cover",
            "product",
            "product__province",
            "product__commune",
            "product__commune__province",
            "producer",
        ).prefetch_related("cover__renditions")


class StoryIndexPage(Addressed, Page):
    """All stories of a language, newest first."""

    PER_PAGE = 12

    intro = models.TextField(_("lời mở đầu"), blank=True)

    content_panels = [*TITLE_PANELS, FieldPanel("intro")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ProductStoryPage"]
    template = "cms/story_index_page.html"

    class Meta:
        verbose_name = _("Mục chuyện làng")
        verbose_name_plural = _("Mục chuyện làng")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        stories = ProductStoryPage.objects.child_of(self).in_language(self.locale.language_code).for_teasers()
        context["stories"] = Paginator(stories, self.PER_PAGE).get_page(request.GET.get("page"))
        return context


class ProductStoryPage(Addressed, Page):
    """The story of one product or one producer, in one language."""

    product = models.ForeignKey(
        "catalogue.Product",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name=_("sản phẩm"),
    )
    producer = models.ForeignKey(
        "producers.Producer",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name=_("chủ thể"),
        help_text=_("Để trống thì lấy chủ thể của sản phẩm."),
    )
    standfirst = models.TextField(
        _("lời dẫn"), max_length=400, help_text=_("Hai, ba câu khiến người ta muốn đọc tiếp.")
    )
    cover = models.ForeignKey(
        get_image_model_string(),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hình bìa"),
    )
    body = StreamField(StoryBody(), verbose_name=_("câu chuyện"), blank=True)

    objects = PageManager.from_queryset(StoryQuerySet)()

    content_panels = [
        *TITLE_PANELS,
        MultiFieldPanel(
            [FieldPanel("product"), FieldPanel("producer")],
            heading=_("Kể về"),
        ),
        FieldPanel("standfirst"),
        FieldPanel("cover"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("body"),
        index.RelatedFields("product", [index.SearchField("title")]),
        index.RelatedFields("producer", [index.SearchField("name")]),
        index.FilterField("product"),
    ]
    parent_page_types = ["cms.StoryIndexPage"]
    subpage_types: list[str] = []
    template = "cms/product_story_page.html"

    class Meta:
        verbose_name = _("Câu chuyện sản phẩm")
        verbose_name_plural = _("Câu chuyện sản phẩm")

    @property
    def maker(self) -> Any:
        """The producer the story is about: its own, else the product's."""
        if self.producer_id:
            return self.producer
        return self.product.producer if self.product_id else None

    @property
    def place_label(self) -> str:
        """Where the story plays: the product's origin, else the producer's seat."""
        if self.product_id and self.product.origin_label:
            return self.product.origin_label
        return self.maker.place_label if self.maker else ""
