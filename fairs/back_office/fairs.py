"""Fairs and booths on the officers' desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry

from fairs import scheduling
from fairs.back_office.base import DayColumn, ObeysRules, ShowsPublicPage, kept_children
from fairs.models import BoothCategory, Fair
from fairs.models.booth import PLAN_LIMIT
from storefront.errors import DomainError
from storefront.officer_lists import OfficerList


class FairFilters(WagtailFilterSet):
    class Meta:
        model = Fair
        fields = {
            "kind": ["exact"],
            "state": ["exact"],
            "province": ["exact"],
            "opens_at": ["date__gte", "date__lte"],
        }


class FairIndex(OfficerList):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().for_list()

    def get_list_more_buttons(self, instance: Fair) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        if self.user_has_permission("change"):
            grid = reverse("hoi-cho:grid", args=[instance.pk])
            buttons.append(Button(_now("Tạo lưới gian hàng"), url=grid, icon_name="table", priority=15))
        return buttons


class HoldsToCertificates(ObeysRules):
    """Products newly put on show must hold their certificate on the opening day."""

    def check_rules(self, form: Any) -> None:
        fair = form.instance
        if fair.state in {Fair.State.DRAFT, Fair.State.ANNOUNCED}:
            new = kept_children(form, "fair_products", only_new=True)
            scheduling.refuse_uncertified([entry.product for entry in new], on=fair.opens_on)


class FairCreate(HoldsToCertificates, generic.CreateView):
    """A new fair."""


class FairEdit(ShowsPublicPage, HoldsToCertificates, generic.EditView):
    """A fair with its booths and products."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        grid = reverse("hoi-cho:grid", args=[self.object.pk])
        return [
            Button(_now("Tạo lưới gian hàng"), url=grid, icon_name="table", priority=1),
            *super().header_more_buttons,
        ]


class BoothGridForm(forms.Form):
    """A zone's booths in one step."""

    category = forms.ModelChoiceField(BoothCategory.objects.all(), label=_("Loại gian hàng"))
    zone = forms.CharField(
        label=_("Khu"), max_length=40, required=False, help_text=_("Ví dụ: A hoặc Đồ uống")
    )
    prefix = forms.CharField(
        label=_("Chữ đầu số gian"),
        max_length=6,
        required=False,
        help_text=_("Số gian là chữ này và hai chữ số: A01, A02… Để trống: chỉ có số."),
    )
    rows = forms.IntegerField(label=_("Số hàng"), min_value=1, max_value=PLAN_LIMIT, initial=2)
    columns = forms.IntegerField(label=_("Số gian mỗi hàng"), min_value=1, max_value=PLAN_LIMIT, initial=10)
    first_number = forms.IntegerField(label=_("Bắt đầu từ số"), min_value=1, max_value=9999, initial=1)


class BoothGridView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Lay out a grid of booths; the rules are those of `scheduling.add_booths`."""

    template_name = "fairs/back_office/booth_grid.html"
    permission_required = "change"
    form_class = BoothGridForm
    page_title = _("Tạo lưới gian hàng")
    header_icon = "table"
    _show_breadcrumbs = True

    @property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Fair)

    @cached_property
    def fair(self) -> Fair:
        return get_object_or_404(Fair, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.fair.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("hoi-cho:index"), "label": _now("Hội chợ, phiên chợ")},
            {"url": reverse("hoi-cho:edit", args=[self.fair.pk]), "label": self.fair.name},
            {"url": "", "label": _now("Tạo lưới gian hàng")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        booths = self.fair.booths.count()
        return super().get_context_data(fair=self.fair, booth_count=booths, **kwargs)

    def form_valid(self, form: BoothGridForm) -> HttpResponse:
        try:
            booths = scheduling.add_booths(self.fair, by=self.request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
            return self.form_invalid(form)
        messages.success(self.request, _now("Đã thêm %(count)s gian hàng.") % {"count": len(booths)})
        return redirect("hoi-cho:edit", self.fair.pk)


class FairViewSet(ModelViewSet):
    model = Fair
    name = "hoi-cho"
    icon = "calendar-alt"
    menu_label = _("Hội chợ, phiên chợ")
    index_view_class = FairIndex
    add_view_class = FairCreate
    edit_view_class = FairEdit
    filterset_class = FairFilters
    list_per_page = 50
    copy_view_enabled = False
    search_fields = ["name_folded"]
    list_display = [
        "name",
        Column("kind", label=_("Loại"), accessor="get_kind_display", sort_key="kind"),
        DayColumn("opens_at", label=_("Khai mạc"), sort_key="opens_at"),
        Column("venue", label=_("Địa điểm")),
        Column("province", label=_("Tỉnh"), accessor="province", sort_key="province__name_folded"),
        NumberColumn("booth_count", label=_("Gian"), sort_key="booth_count"),
        NumberColumn("product_count", label=_("Sản phẩm"), sort_key="product_count"),
        Column("state", label=_("Trạng thái"), accessor="get_state_display", sort_key="state"),
    ]
    list_export = [
        "name",
        "get_kind_display",
        "get_state_display",
        "opens_at",
        "closes_at",
        "venue",
        "address_label",
        "organiser",
        "filing_number",
        "registration_opens_on",
        "registration_closes_on",
        "expected_booths",
        "booth_count",
        "product_count",
    ]
    export_headings = {
        "get_kind_display": _("Loại"),
        "get_state_display": _("Trạng thái"),
        "address_label": _("Địa chỉ"),
        "booth_count": _("Số gian"),
        "product_count": _("Số sản phẩm"),
    }
    export_filename = "hoi-cho"
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("state")]),
                FieldPanel("public_note"),
                FieldPanel("description"),
                FieldPanel("cover"),
            ],
            heading=_("Sự kiện"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldPanel("venue"),
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("province"), FieldPanel("commune")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Khi nào, ở đâu"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("organiser"),
                FieldPanel("filing_number"),
                FieldRowPanel([FieldPanel("registration_opens_on"), FieldPanel("registration_closes_on")]),
                FieldPanel("expected_booths"),
            ],
            heading=_("Tổ chức và đăng ký"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(content=_("Nhiều gian cùng loại: lưu rồi bấm “Tạo lưới gian hàng” ở đầu trang.")),
                InlinePanel(
                    "booths",
                    label=_("gian hàng"),
                    panels=[
                        FieldRowPanel([FieldPanel("number"), FieldPanel("zone"), FieldPanel("category")]),
                        FieldRowPanel([FieldPanel("plan_row"), FieldPanel("plan_column")]),
                        FieldPanel("producer"),
                    ],
                ),
            ],
            heading=_("Gian hàng"),
        ),
        InlinePanel("fair_products", label=_("sản phẩm trưng bày"), panels=[FieldPanel("product")]),
        FieldPanel("slug"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        grid = path("grid/<int:pk>/", BoothGridView.as_view(), name="grid")
        return [*super().get_urlpatterns(), grid]


class BoothCategoryViewSet(ModelViewSet):
    model = BoothCategory
    name = "loai-gian-hang"
    icon = "table"
    menu_label = _("Loại gian hàng")
    copy_view_enabled = False
    list_display = [
        "name",
        Column("size", label=_("Kích thước"), accessor="size_label"),
        NumberColumn("price", label=_("Giá"), accessor="price_label", sort_key="price"),
    ]
    list_export = ["name", "width_m", "depth_m", "price", "note"]
    export_filename = "loai-gian-hang"
    search_fields = ["name"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("width_m"), FieldPanel("depth_m")]),
        FieldPanel("price"),
        FieldPanel("note"),
    ]
