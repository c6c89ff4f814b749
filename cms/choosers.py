"""Choose a product or a producer by typing part of its name, not from a list of hundreds.

Registered as the widget of every foreign key to them, so all back-office forms choose the same way.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from storefront.vietnamese import fold


class NameFilterForm(BaseFilterForm):
    """One field; accents do not matter."""

    q = forms.CharField(
        label=_("Tên"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Gõ tên")})
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        self.search_query = fold(self.cleaned_data.get("q") or "")
        self.is_searching = bool(self.search_query)
        for word in self.search_query.split():
            objects = objects.filter(name_folded__contains=word)
        return objects


class NamedAndPlaced:
    """Listing by name, with what tells two alike apart."""

    filter_form_class = NameFilterForm
    ordering = ["name_folded"]
    places = ["province", "commune", "commune__province"]

    def get_object_list(self) -> QuerySet:
        return super().get_object_list().select_related(*self.places)

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, *self.more_columns]


class ProductChooseMixin(NamedAndPlaced):
    places = ["producer", *NamedAndPlaced.places]
    more_columns = [
        Column("producer", label=_("Chủ thể"), accessor="producer"),
        Column("place", label=_("Nơi làm ra"), accessor="origin_label"),
    ]


class ProducerChooseMixin(NamedAndPlaced):
    more_columns = [Column("place", label=_("Nơi"), accessor="place_label")]


class ProductChooseView(ProductChooseMixin, ChooseView):
    """The dialog."""


class ProductChooseResultsView(ProductChooseMixin, ChooseResultsView):
    """The list in the dialog."""


class ProducerChooseView(ProducerChooseMixin, ChooseView):
    """The dialog."""


class ProducerChooseResultsView(ProducerChooseMixin, ChooseResultsView):
    """The list in the dialog."""


class ProductChooserViewSet(ChooserViewSet):
    model = "catalogue.Product"
    icon = "tag"
    choose_one_text = _("Chọn sản phẩm")
    choose_another_text = _("Chọn sản phẩm khác")
    edit_item_text = _("Sửa sản phẩm này")
    choose_view_class = ProductChooseView
    choose_results_view_class = ProductChooseResultsView


class ProducerChooserViewSet(ChooserViewSet):
    model = "producers.Producer"
    icon = "group"
    choose_one_text = _("Chọn chủ thể")
    choose_another_text = _("Chọn chủ thể khác")
    edit_item_text = _("Sửa chủ thể này")
    choose_view_class = ProducerChooseView
    choose_results_view_class = ProducerChooseResultsView


def choosers() -> list[Any]:
    """Return the viewsets to register."""
    return [ProductChooserViewSet("product_chooser"), ProducerChooserViewSet("producer_chooser")]
