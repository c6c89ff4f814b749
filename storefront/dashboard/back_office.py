"""The shop's shelves in the back office: who sells, what, with which papers. Stars are not edited here."""

from __future__ import annotations

from django.db.models import Min, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import HeaderButton

from catalogue.certification.managers import certified
from catalogue.models import Product
from catalogue.producers.models import ComplianceDocument, Producer
from catalogue.producers.registration import register_producer
from storefront.dashboard.groups import GroupViewSet
from storefront.evidence.permissions import can_see_all_evidence
from storefront.officer_lists import OfficerList
from storefront.purchases.back_office import DeliveryRateViewSet, OrderGroupViewSet
from storefront.purchases.delivery_office import CarrierViewSet, DeliveryTermsViewSet, DeliveryZoneViewSet
from storefront.vietnamese import format_dong


class ProducerFilters(WagtailFilterSet):
    class Meta:
        model = Producer
        fields = ["state", "legal_form", "province", "illustrative"]


class ProducerIndex(OfficerList):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("province")


class ProducerCreate(generic.CreateView):
    """A producer enters the register together with the partner its orders go to."""

    def save_instance(self) -> Producer:
        facts = {key: value for key, value in self.form.cleaned_data.items() if key not in {"name", "users"}}
        producer = register_producer(self.form.cleaned_data["name"], **facts)
        producer.users.set(self.form.cleaned_data.get("users", []))
        return producer


class ProducerEdit(generic.EditView):
    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to what can be proved about the producer's products."""
        buttons = [*super().header_buttons]
        if can_see_all_evidence(self.request.user):
            address = f"{reverse('evidence:index')}?producer={self.object.pk}"
            buttons.append(HeaderButton(gettext("Minh chứng"), url=address, icon_name="clipboard-list"))
        return buttons


class ProducerViewSet(ModelViewSet):
    model = Producer
    name = "chu-the"
    icon = "group"
    menu_label = _("Chủ thể")
    index_view_class = ProducerIndex
    add_view_class = ProducerCreate
    edit_view_class = ProducerEdit
    filterset_class = ProducerFilters
    list_display = [
        "name",
        Column("legal_form", label=_("Loại hình"), accessor="get_legal_form_display", sort_key="legal_form"),
        Column("province", label=_("Tỉnh"), accessor="province", sort_key="province__name_folded"),
        Column("state", label=_("Trạng thái"), accessor="get_state_display", sort_key="state"),
    ]
    list_export = [
        "name",
        "legal_form",
        "tax_code",
        "province",
        "commune",
        "address",
        "phone",
        "email",
        "state",
    ]
    export_filename = "chu-the"
    search_fields = ["name_folded"]
    list_per_page = 50
    copy_view_enabled = False
    add_to_reference_index = False
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("legal_form"), FieldPanel("tax_code")]),
                FieldPanel("representative"),
                FieldPanel("about"),
            ],
            heading=_("Chủ thể"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("province"), FieldPanel("commune")]), FieldPanel("address")],
            heading=_("Địa chỉ"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]), FieldPanel("website")],
            heading=_("Liên hệ bán hàng"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(
                    content=_("Tiền hàng chuyển thẳng vào tài khoản này; sàn không giữ tiền của người mua.")
                ),
                FieldRowPanel([FieldPanel("bank_bin"), FieldPanel("bank_account")]),
                FieldPanel("bank_holder"),
            ],
            heading=_("Nhận chuyển khoản VietQR"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("state"), FieldPanel("state_reason")]), FieldPanel("users")],
            heading=_("Trạng thái"),
        ),
    ]


class PaperFilters(WagtailFilterSet):
    class Meta:
        model = ComplianceDocument
        fields = ["kind", "producer__province"]


class PaperIndex(OfficerList):
    folded = ("producer__name_folded", "product__name_folded")
    exact = ("number", "issuer")


class PaperViewSet(ModelViewSet):
    model = ComplianceDocument
    name = "giay-to"
    icon = "doc-full"
    menu_label = _("Giấy tờ")
    index_view_class = PaperIndex
    filterset_class = PaperFilters
    list_display = ["__str__", "producer", "product", "issued_on", "expires_on"]
    list_export = ["kind", "number", "issuer", "issued_on", "expires_on", "producer", "product"]
    export_filename = "giay-to"
    search_fields = ["number", "issuer", "producer__name_folded"]
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = [
        "producer",
        "product",
        "kind",
        "number",
        "issuer",
        "issued_on",
        "expires_on",
        "file",
        "note",
    ]


class ProductFilters(WagtailFilterSet):
    class Meta:
        model = Product
        fields = ["is_public", "selling", "nature", "province", "illustrative"]


class ProductIndex(OfficerList):
    def get_base_queryset(self) -> QuerySet:
        products = (
            super()
            .get_base_queryset()
            .select_related("producer", "province")
            .annotate(price=Min("stockrecords__price"), in_stock=Sum("stockrecords__num_in_stock"))
        )
        return certified(products, on=timezone.localdate())


class ProductEdit(generic.EditView):
    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to what can be proved about the product."""
        buttons = [*super().header_buttons]
        if can_see_all_evidence(self.request.user):
            address = reverse("evidence:product", args=[self.object.pk])
            buttons.append(HeaderButton(gettext("Minh chứng"), url=address, icon_name="clipboard-list"))
        return buttons


class ProductViewSet(ModelViewSet):
    """Facts of a product. Its star comes from the ledger, price and stock from the producer or Oscar's dashboard."""

    model = Product
    name = "san-pham"
    icon = "tag"
    menu_label = _("Sản phẩm")
    index_view_class = ProductIndex
    edit_view_class = ProductEdit
    filterset_class = ProductFilters
    list_display = [
        "title",
        Column("producer", label=_("Chủ thể"), accessor="producer", sort_key="producer__name_folded"),
        Column("province", label=_("Tỉnh"), accessor="province", sort_key="province__name_folded"),
        NumberColumn("star", label=_("Sao hôm nay"), accessor=lambda product: product.star_now or "–"),
        NumberColumn(
            "price",
            label=_("Giá"),
            accessor=lambda p: "–" if p.price is None else format_dong(p.price),
            sort_key="price",
        ),
        NumberColumn("stock", label=_("Tồn"), accessor=lambda p: "–" if p.in_stock is None else p.in_stock),
    ]
    list_export = ["title", "producer", "province", "origin_label", "pack", "gtin", "criteria_set", "selling"]
    export_headings = {"origin_label": _("Nơi làm ra")}
    export_filename = "san-pham"
    search_fields = ["name_folded"]
    list_per_page = 50
    copy_view_enabled = False
    add_to_reference_index = False
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("title"),
                FieldPanel("description"),
                FieldRowPanel([FieldPanel("pack"), FieldPanel("gtin")]),
            ],
            heading=_("Sản phẩm"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("producer"),
                FieldRowPanel([FieldPanel("province"), FieldPanel("commune")]),
                FieldPanel("origin_note"),
            ],
            heading=_("Ai làm, ở đâu"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("nature"), FieldPanel("criteria_set")]),
                FieldPanel("ingredients"),
                FieldPanel("material_origin"),
                FieldRowPanel([FieldPanel("storage_note"), FieldPanel("shelf_life")]),
                FieldRowPanel([FieldPanel("net_quantity"), FieldPanel("net_unit")]),
            ],
            heading=_("Trên nhãn"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("is_public"), FieldPanel("selling")]),
                FieldRowPanel([FieldPanel("lead_days"), FieldPanel("weight_grams")]),
                FieldRowPanel([FieldPanel("season_from"), FieldPanel("season_to")]),
                FieldRowPanel([FieldPanel("is_fragile"), FieldPanel("is_liquid"), FieldPanel("is_chilled")]),
                FieldRowPanel([FieldPanel("is_live"), FieldPanel("is_alcohol"), FieldPanel("is_oversize")]),
                FieldRowPanel([FieldPanel("price_from"), FieldPanel("price_to")]),
            ],
            heading=_("Bán và giao"),
        ),
    ]


class ShopGroup(ModelViewSetGroup):
    menu_label = _("Cửa hàng")
    menu_icon = "tag"
    menu_order = 200
    items = (
        ProductViewSet,
        ProducerViewSet,
        PaperViewSet,
        OrderGroupViewSet,
        DeliveryRateViewSet,
        DeliveryTermsViewSet,
        DeliveryZoneViewSet,
        CarrierViewSet,
        GroupViewSet,
    )
