"""The first page of a language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.addresses import TITLE_PANELS, Addressed
from cms.blocks import HomeBody


class HomePage(Addressed, Page):
    """Bands that show what is true today; only words are written by hand."""

    body = StreamField(HomeBody(), verbose_name=_("các dải"), blank=True)

    content_panels = [*TITLE_PANELS, FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.StoryIndexPage", "cms.ArticleIndexPage", "cms.PlainPage"]
    template = "cms/home_page.html"

    class Meta:
        verbose_name = _("Trang chủ")
        verbose_name_plural = _("Trang chủ")
