"""Ways of delivery, rate tables and carriers in the back office."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, NumberColumn
from wagtail.admin.viewsets.model import ModelViewSet

from storefront.delivery.models import Carrier, DeliveryTerms, DeliveryZone
from storefront.delivery.zones import zone_errors
from storefront.officer_lists import OfficerList
from storefront.vietnamese import format_dong


class ByProducer(OfficerList):
    folded = ("producer__name_folded",)

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("producer")


class DeliveryTermsViewSet(ModelViewSet):
    model = DeliveryTerms
    name = "cach-giao"
    icon = "globe"
    menu_label = _("Cách giao hàng")
    index_view_class = ByProducer
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = [
        Column("producer", label=_("Chủ thể"), accessor="producer", sort_key="producer__name_folded"),
        BooleanColumn("by_carrier", label=_("Bên vận chuyển")),
        BooleanColumn("by_courier", label=_("Tự giao")),
        BooleanColumn("pick_up", label=_("Nhận tại chỗ")),
    ]
    list_filter = ["by_carrier", "by_courier", "pick_up"]
    list_export = ["producer", "by_carrier", "by_courier", "courier_charge", "pick_up", "pick_up_charge"]
    export_filename = "cach-giao"
    search_fields = ["producer__name_folded"]
    panels = [
        FieldPanel("producer"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("by_carrier"), FieldPanel("carrier_quotes")]),
                FieldPanel("by_courier"),
                FieldRowPanel([FieldPanel("courier_charge"), FieldPanel("courier_free_from")]),
                FieldRowPanel([FieldPanel("courier_days_min"), FieldPanel("courier_days_max")]),
                FieldPanel("pick_up"),
                FieldRowPanel([FieldPanel("pick_up_charge"), FieldPanel("pick_up_days")]),
            ],
            heading=_("Cách giao"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("fragile_reach"), FieldPanel("liquid_reach")]),
                FieldRowPanel([FieldPanel("chilled_reach"), FieldPanel("live_reach")]),
                FieldRowPanel([FieldPanel("alcohol_reach"), FieldPanel("oversize_reach")]),
            ],
            heading=_("Bên vận chuyển nhận gì, tới đâu"),
        ),
    ]


class DeliveryZoneForm(WagtailAdminModelForm):
    """A province stands in one zone of a producer only, so that its charge is never in doubt."""

    class Meta:
        model = DeliveryZone
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        for error in zone_errors(
            producer=told.get("producer"),
            kind=told.get("kind"),
            provinces=told.get("provinces") or (),
            pk=self.instance.pk,
        ):
            self.add_error("provinces", error)
        return told


class DeliveryZoneViewSet(ModelViewSet):
    model = DeliveryZone
    name = "vung-giao"
    icon = "globe"
    menu_label = _("Bảng phí theo vùng")
    index_view_class = ByProducer
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = [
        Column("producer", label=_("Chủ thể"), accessor="producer", sort_key="producer__name_folded"),
        Column("zone", label=_("Vùng"), accessor=str),
        NumberColumn("charge", label=_("Phí"), accessor=lambda zone: format_dong(zone.charge)),
        NumberColumn("step", label=_("Mỗi nấc thêm"), accessor=lambda zone: format_dong(zone.step_charge)),
    ]
    list_filter = ["kind", "producer"]
    list_export = ["producer", "kind", "name", "charge", "included_grams", "step_grams", "step_charge"]
    export_filename = "vung-giao"
    search_fields = ["producer__name_folded", "name"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("producer"), FieldPanel("kind")]),
            FieldPanel("name"),
            FieldPanel("provinces"),
            FieldRowPanel([FieldPanel("charge"), FieldPanel("free_from")]),
            FieldRowPanel(
                [FieldPanel("included_grams"), FieldPanel("step_grams"), FieldPanel("step_charge")]
            ),
            FieldRowPanel([FieldPanel("days_min"), FieldPanel("days_max")]),
        ],
        base_form_class=DeliveryZoneForm,
    )


class CarrierIndex(OfficerList):
    folded = ()
    exact = ("name", "code")


class CarrierViewSet(ModelViewSet):
    model = Carrier
    name = "van-chuyen"
    icon = "arrow-right"
    menu_label = _("Bên vận chuyển")
    index_view_class = CarrierIndex
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = ["name", "link_pattern", BooleanColumn("is_verified", label=_("Đã thử đường dẫn"))]
    list_filter = ["is_active", "is_verified"]
    list_export = ["code", "name", "link_pattern", "is_verified", "is_active"]
    export_filename = "ben-van-chuyen"
    search_fields = ["name", "code"]
    form_fields = ["code", "name", "link_pattern", "is_verified", "is_active"]
