"""Choose a commune by typing part of its name, not from a list of three thousand.

Registered as the widget of every foreign key to a commune, so all back-office forms choose the same way.
"""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from storefront.places.models import Commune
from storefront.vietnamese import fold


class CommuneFilterForm(BaseFilterForm):
    """One field for commune and province together; accents do not matter."""

    q = forms.CharField(
        label=_("Tên xã, phường hoặc tỉnh"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Ví dụ: hoang phu thanh hoa")}),
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        self.search_query = fold(self.cleaned_data.get("q") or "")
        self.is_searching = bool(self.search_query)
        for word in self.search_query.split():
            objects = objects.filter(Q(name_folded__contains=word) | Q(province__name_folded__contains=word))
        return objects


class CommuneListing:
    """Today's communes by name, with their province."""

    filter_form_class = CommuneFilterForm
    ordering = ["name_folded", "province__name_folded"]

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("province", label=_("Tỉnh"), accessor="province")]


class CommuneChooseView(CommuneListing, ChooseView):
    """The dialog."""


class CommuneChooseResultsView(CommuneListing, ChooseResultsView):
    """The list in the dialog."""


class CommuneChooserViewSet(ChooserViewSet):
    model = Commune
    icon = "site"
    choose_one_text = _("Chọn xã, phường")
    choose_another_text = _("Chọn xã, phường khác")
    edit_item_text = _("Sửa")
    choose_view_class = CommuneChooseView
    choose_results_view_class = CommuneChooseResultsView

    def get_object_list(self) -> QuerySet:
        return Commune.objects.filter(valid_to=None).select_related("province")
