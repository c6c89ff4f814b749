"""Gift baskets in the back office: words, a picture, and what is in them."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, NumberColumn
from wagtail.admin.viewsets.model import ModelViewSet

from storefront.gifts.models import GiftBasket
from storefront.officer_lists import OfficerList


class GiftFilters(WagtailFilterSet):
    class Meta:
        model = GiftBasket
        fields = ["is_public"]


class GiftIndex(OfficerList):
    folded = ()
    exact = ("title", "title_en")

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().annotate(item_count=Count("items"))


class GiftBasketViewSet(ModelViewSet):
    model = GiftBasket
    name = "gio-qua"
    icon = "pick"
    menu_label = _("Giỏ quà")
    menu_order = 260
    add_to_admin_menu = True
    index_view_class = GiftIndex
    filterset_class = GiftFilters
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = [
        "title",
        NumberColumn("items", label=_("Số món"), accessor="item_count", sort_key="item_count"),
        BooleanColumn("is_public", label=_("Hiện trên trang")),
        "position",
    ]
    list_export = ["title", "title_en", "item_count", "is_public", "position"]
    export_headings = {"item_count": _("Số món")}
    export_filename = "gio-qua"
    search_fields = ["title"]
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
                FieldPanel("story"),
                FieldPanel("story_en"),
                FieldPanel("picture"),
            ],
            heading=_("Giỏ quà"),
        ),
        InlinePanel(
            "items", [FieldPanel("product"), FieldPanel("quantity")], heading=_("Trong giỏ"), min_num=1
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("slug"), FieldPanel("position")]), FieldPanel("is_public")],
            heading=_("Hiện ở đâu"),
        ),
    ]
