"""Promotions, codes and prices in the back office: written by form, counted and exported, never against the rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from oscar.core.loading import get_model
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from storefront.offers.kept import DiscountViewSet, PriceChangeViewSet, SomePolicy, clock, dong_or_dash
from storefront.offers.models import ConcentratedEvent, Promotion
from storefront.offers.vouchers import limit_of, states_of, uses_of
from storefront.offers.writing import MOST_AT_ONCE, CodeRefusedError, make_code, make_codes
from storefront.officer_lists import OfficerList
from storefront.vietnamese import format_dong

Voucher = get_model("voucher", "Voucher")


class CodePolicy(SomePolicy):
    actions = ("view", "add")


register_permission_policy(Voucher, CodePolicy(Voucher))


def _value(promotion: Promotion) -> str:
    return format_dong(promotion.value) if promotion.kind == "amount" else f"{promotion.value} %"


class PromotionFilters(WagtailFilterSet):
    class Meta:
        model = Promotion
        fields = ["kind", "borne_by", "needs_code", "is_stopped", "producer", "event"]


class PromotionIndex(OfficerList):
    folded = ("producer__name_folded",)
    exact = ("name", "reference", "sponsor")

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("producer", "group", "event", "offer")


class PromotionViewSet(ModelViewSet):
    model = Promotion
    name = "khuyen-mai"
    icon = "tag"
    menu_label = _("Khuyến mại")
    index_view_class = PromotionIndex
    filterset_class = PromotionFilters
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = [
        "name",
        NumberColumn("value", label=_("Giảm"), accessor=_value),
        Column("borne_by", label=_("Ai chịu"), accessor="get_borne_by_display", sort_key="borne_by"),
        Column("producer", label=_("Chủ thể"), accessor="producer", sort_key="producer__name_folded"),
        Column("begins", label=_("Từ"), accessor=lambda row: clock(row.begins), sort_key="begins"),
        Column("ends", label=_("Đến"), accessor=lambda row: clock(row.ends), sort_key="ends"),
        NumberColumn("orders", label=_("Số đơn"), accessor="offer.num_orders"),
        NumberColumn(
            "taken", label=_("Đã giảm"), accessor=lambda row: dong_or_dash(row.offer.total_discount)
        ),
    ]
    list_export = ["name", "kind", "value", "minimum", "producer", "group", "reference"]
    list_export += ["borne_by", "sponsor", "event", "begins", "ends", "is_stopped"]
    export_filename = "khuyen-mai"
    search_fields = ["name"]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("value"), FieldPanel("minimum")]),
                FieldRowPanel([FieldPanel("begins"), FieldPanel("ends")]),
                FieldPanel("is_stopped"),
            ],
            heading=_("Giảm gì, đến khi nào"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("producer"), FieldPanel("group")]), FieldPanel("reference")],
            heading=_("Cho hàng nào, dịp nào"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("needs_code"), FieldPanel("uses_per_code")])], heading=_("Mã")
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("borne_by"), FieldPanel("sponsor")])], heading=_("Ai chịu phần giảm")
        ),
        MultiFieldPanel(
            [
                HelpPanel(
                    content=_(
                        "Giảm giá không quá một nửa giá ngay trước khuyến mại, trừ khi thuộc một chương trình "
                        "khuyến mại tập trung. Phần vượt mức bị cắt lúc tính tiền và ghi lại ở “Giảm giá trên đơn”."
                    )
                ),
                FieldPanel("event"),
            ],
            heading=_("Mức tối đa"),
        ),
    ]


class EventFilters(WagtailFilterSet):
    class Meta:
        model = ConcentratedEvent
        fields = {"begins": ["gte", "lte"]}


class EventIndex(OfficerList):
    folded = ()
    exact = ("name", "authority", "decision")


class ConcentratedEventViewSet(ModelViewSet):
    model = ConcentratedEvent
    name = "khuyen-mai-tap-trung"
    icon = "calendar-alt"
    menu_label = _("Khuyến mại tập trung")
    index_view_class = EventIndex
    filterset_class = EventFilters
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = ["name", "authority", "decision", "begins", "ends", "cap"]
    list_export = ["name", "authority", "decision", "begins", "ends", "cap"]
    export_filename = "khuyen-mai-tap-trung"
    search_fields = ["name"]
    form_fields = ["name", "authority", "decision", "begins", "ends", "cap"]


class CodeForm(WagtailAdminModelForm):
    """One code with a name of its own, or a batch of random ones."""

    promotion = forms.ModelChoiceField(
        Promotion.objects.filter(needs_code=True, is_stopped=False), label=_("Khuyến mại")
    )
    code = forms.CharField(
        label=_("Mã tự đặt"),
        required=False,
        max_length=40,
        help_text=_("Ví dụ TET2027. Để trống thì tạo mã ngẫu nhiên."),
    )
    number = forms.IntegerField(
        label=_("Số mã ngẫu nhiên"), required=False, min_value=1, max_value=MOST_AT_ONCE
    )

    class Meta:
        model = Voucher
        fields: list[str] = []

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if bool(told.get("code")) == bool(told.get("number")) and not self.errors:
            raise forms.ValidationError(_("Hãy ghi một mã tự đặt, hoặc số mã ngẫu nhiên."))
        return told

    def _post_clean(self) -> None:
        """Nothing of Oscar's row is typed: it is made by `make_code` and `make_codes`, which check."""
        if self.errors:
            return
        promotion, code = self.cleaned_data["promotion"], self.cleaned_data["code"]
        try:
            self.made = (
                [make_code(promotion, code)] if code else make_codes(promotion, self.cleaned_data["number"])
            )
        except CodeRefusedError as refused:
            self.add_error(refused.field or None, refused.message)

    def save(self, commit: bool = True) -> Any:
        return self.made[0]

    def save_m2m(self) -> None:
        """Nothing hangs on the form's own row."""


class CodeCreate(generic.CreateView):
    """Made codes are listed, exported and looked at, never edited."""

    def get_success_url(self) -> str:
        return reverse("ma-giam-gia:index")

    def get_success_buttons(self) -> list[Any]:
        return []


class CodeFilters(WagtailFilterSet):
    class Meta:
        model = Voucher
        fields = {"voucher_set": ["exact"], "end_datetime": ["date__gte", "date__lte"]}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["voucher_set"].label = _("Đợt tạo")


class CodeIndex(OfficerList):
    folded = ()
    exact = ("code", "name")

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().prefetch_related("offers__promotion").select_related("voucher_set")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        rows = list(context["object_list"])
        used = uses_of(rows)
        for row in rows:
            row.used = used.get(row.pk, 0)
        return context


def _limit(voucher: Any) -> str:
    limit = limit_of(voucher, voucher.offers.all())
    used = getattr(voucher, "used", 0)
    return f"{used}" if limit is None else f"{used} / {limit}"


class CodeInspect(generic.InspectView):
    """A code with the orders that used it; who bought stays with the producers."""

    page_title = _("Xem")
    template_name = "offers/back_office/code.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        [state] = states_of([self.object])
        used = self.object.applications.select_related("order__producer").order_by("-pk")[:200]
        return super().get_context_data(state=state, used=used, **kwargs)


class CodeViewSet(ModelViewSet):
    model = Voucher
    name = "ma-giam-gia"
    icon = "key"
    menu_label = _("Mã giảm giá")
    index_view_class = CodeIndex
    add_view_class = CodeCreate
    inspect_view_class = CodeInspect
    inspect_template_name = CodeInspect.template_name
    inspect_view_enabled = True
    inspect_view_fields = ["code"]
    filterset_class = CodeFilters
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = [
        "code",
        Column(
            "offer", label=_("Khuyến mại"), accessor=lambda row: ", ".join(o.name for o in row.offers.all())
        ),
        NumberColumn("used", label=_("Lượt đã dùng"), accessor=_limit),
        NumberColumn("taken", label=_("Đã giảm"), accessor=lambda row: dong_or_dash(row.total_discount)),
        Column("ends", label=_("Đến"), accessor=lambda row: clock(row.end_datetime), sort_key="end_datetime"),
    ]
    list_export = ["code", "voucher_set", "num_orders", "total_discount", "start_datetime", "end_datetime"]
    export_headings = {
        "code": _("Mã"),
        "voucher_set": _("Đợt tạo"),
        "num_orders": _("Số lượt mua"),
        "total_discount": _("Đã giảm"),
        "start_datetime": _("Từ"),
        "end_datetime": _("Đến"),
    }
    export_filename = "ma-giam-gia"
    search_fields = ["code"]
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return CodeForm


class OffersGroup(ModelViewSetGroup):
    menu_label = _("Khuyến mại")
    menu_icon = "tag"
    menu_order = 250
    items = (
        PromotionViewSet,
        CodeViewSet,
        ConcentratedEventViewSet,
        PriceChangeViewSet,
        DiscountViewSet,
    )
