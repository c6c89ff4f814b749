"""The officers' door: every product's dossier, below "Chứng nhận"."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from catalogue.certification.back_office.listing import STARS, dash, day_column
from catalogue.certification.managers import certified
from catalogue.models import Product
from catalogue.producers.models import Producer
from storefront.evidence.dossier import products_with_place
from storefront.evidence.period import today_here
from storefront.evidence.permissions import can_see_all_evidence
from storefront.evidence.views import PAGE, PDF, ZIP, DossierMixin
from storefront.officer_lists import OfficerList, list_addresses
from storefront.places.models import Province


class OfficersOnly:
    """Refuses everybody who may not see every dossier."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_see_all_evidence(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class EvidenceFilters(WagtailFilterSet):
    star = django_filters.ChoiceFilter(field_name="star_now", choices=STARS, label=_("Sao đang có hiệu lực"))
    province = django_filters.ModelChoiceFilter(queryset=Province.objects.all(), label=_("Tỉnh, thành phố"))
    producer = django_filters.ModelChoiceFilter(queryset=Producer.objects.all(), label=_("Chủ thể"))

    class Meta:
        model = Product
        fields = ["star", "province", "producer"]


class EvidenceIndex(OfficersOnly, OfficerList):
    """Every product; a click leads to what can be proved about it."""

    model = Product
    page_title = _("Minh chứng cho kỳ đánh giá tới")
    header_icon = "clipboard-list"
    folded = ("name_folded", "producer__name_folded")
    search_fields = ["name_folded"]
    filterset_class = EvidenceFilters
    default_ordering = "name_folded"
    paginate_by = 50

    def get_base_queryset(self) -> QuerySet:
        return certified(products_with_place(), on=today_here())

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "title",
                label=_("Sản phẩm"),
                sort_key="name_folded",
                get_url=lambda product: reverse("evidence:product", args=[product.pk]),
            ),
            Column("producer", label=_("Chủ thể"), accessor="producer", sort_key="producer__name_folded"),
            Column("province", label=_("Tỉnh"), accessor="province", sort_key="province__name_folded"),
            Column("star", label=_("Sao"), accessor=lambda product: dash(product.star_now)),
            day_column("certified_until", _("Hết hạn ngày")),
        ]

    def get_add_url(self) -> None:
        return None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class EvidenceView(OfficersOnly, DossierMixin, WagtailAdminTemplateMixin, TemplateView):
    """The dossier of one product; `kind` says whether as a page or as a file."""

    template_name = "evidence/desk.html"
    page_title = _("Minh chứng cho kỳ đánh giá tới")
    header_icon = "clipboard-list"
    kind = PAGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.product = get_object_or_404(products_with_place(), pk=kwargs["pk"])
        return self.answer(self.kind, lambda: super(EvidenceView, self).get(request, *args, **kwargs))

    def get_page_subtitle(self) -> str:
        return self.product.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("evidence:index"), "label": _now("Minh chứng")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.product.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        files = {kind: reverse(f"evidence:{kind}", args=[self.product.pk]) for kind in (PDF, ZIP)}
        return super().get_context_data(**kwargs, **self.page_context(), files=files)


class EvidenceViewSet(ViewSet):
    """`/quan-tri/minh-chung/`: the list and each product's dossier."""

    name = "minh-chung"
    url_namespace = "evidence"
    icon = "clipboard-list"
    menu_label = _("Minh chứng")

    def get_urlpatterns(self) -> list[Any]:
        return [
            *list_addresses(self, EvidenceIndex),
            path("<int:pk>/", EvidenceView.as_view(), name="product"),
            path("<int:pk>/bao-cao.pdf", EvidenceView.as_view(kind=PDF), name=PDF),
            path("<int:pk>/ho-so.zip", EvidenceView.as_view(kind=ZIP), name=ZIP),
        ]
