"""What a producer sets of its delivery: ways, the simple rate, lines of the rate table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalogue.producers.models import Producer
from storefront.audit import Line, log_line
from storefront.delivery.models import DeliveryTerms, DeliveryZone
from storefront.delivery.zones import zone_errors
from storefront.locks import locked
from storefront.places.choices import sort_key
from storefront.places.models import Province
from storefront.portal.fields import DongField
from storefront.portal.shelf import DELIVERY_ACTION, refuse_suspended
from storefront.purchases.models import DeliveryRate
from storefront.shipping.carriers.base import carrier_service

_MOST_CHARGE, _MOST_GOODS = 10_000_000, 1_000_000_000
#: Lines of one table; a producer that names every province needs no more.
MOST_ZONES = 40


def _charge(label: Any, **facts: Any) -> DongField:
    return DongField(label=label, least=0, most=_MOST_CHARGE, **facts)


def _free_from() -> DongField:
    return DongField(
        label=_("Miễn phí cho đơn từ (₫)"),
        most=_MOST_GOODS,
        required=False,
        help_text=_("Để trống nếu không miễn phí."),
    )


def _days(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=90)


class TermsForm(forms.ModelForm):
    """Which ways there are, the courier's charge, and fetching it."""

    courier_charge = _charge(_("Phí tự giao (₫)"))
    courier_free_from = _free_from()
    courier_days_min = _days(_("Tự giao sớm nhất sau (ngày)"))
    courier_days_max = _days(_("Tự giao chậm nhất sau (ngày)"))
    pick_up_charge = _charge(_("Phí nhận tại chỗ (₫)"))
    pick_up_days = _days(_("Có hàng tại điểm bán sau (ngày)"))

    class Meta:
        model = DeliveryTerms
        fields = [
            "by_carrier",
            "carrier_quotes",
            "by_courier",
            "courier_charge",
            "courier_free_from",
            "courier_days_min",
            "courier_days_max",
            "pick_up",
            "pick_up_charge",
            "pick_up_days",
        ]


class RateForm(forms.ModelForm):
    """The simple rate, where no line of the table says otherwise."""

    same_province = _charge(_("Phí giao trong tỉnh (₫)"))
    other_provinces = _charge(_("Phí giao ngoài tỉnh (₫)"))
    free_from = _free_from()
    days_min = _days(_("Giao sớm nhất sau (ngày)"))
    days_max = _days(_("Giao chậm nhất sau (ngày)"))

    class Meta:
        model = DeliveryRate
        fields = ["same_province", "other_provinces", "free_from", "days_min", "days_max"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        return days_in_order(self, told)


class ZoneForm(forms.ModelForm):
    """A line of the rate table; its producer is given, never typed."""

    charge = _charge(_("Phí (₫)"))
    included_grams = forms.IntegerField(label=_("Phí gồm đến (gam)"), min_value=1, max_value=1_000_000)
    step_grams = forms.IntegerField(label=_("Mỗi nấc thêm (gam)"), min_value=1, max_value=1_000_000)
    step_charge = _charge(_("Phí mỗi nấc thêm (₫)"), help_text=_("0: nặng bao nhiêu cũng một giá."))
    free_from = _free_from()
    days_min = _days(_("Giao sớm nhất sau (ngày)"))
    days_max = _days(_("Giao chậm nhất sau (ngày)"))

    class Meta:
        model = DeliveryZone
        fields = [
            "kind",
            "name",
            "provinces",
            "charge",
            "included_grams",
            "step_grams",
            "step_charge",
            "free_from",
            "days_min",
            "days_max",
        ]
        widgets = {"provinces": forms.CheckboxSelectMultiple, "kind": forms.RadioSelect}

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["kind"].choices = DeliveryZone.Kind.choices
        provinces = self.fields["provinces"]
        provinces.queryset = Province.objects.filter(valid_to=None)
        provinces.choices = sorted(
            ((row.pk, row.name) for row in provinces.queryset), key=lambda row: sort_key(row[1])
        )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for error in zone_errors(
            producer=self.instance.producer,
            kind=told.get("kind"),
            provinces=told.get("provinces") or (),
            pk=self.instance.pk,
        ):
            self.add_error("provinces", error)
        return days_in_order(self, told)

    def _get_validation_exclusions(self) -> set[str]:
        # The producer is not typed, but the constraint of one `own` and one `rest` line needs it.
        return super()._get_validation_exclusions() - {"producer"}


def days_in_order(form: forms.Form, told: dict[str, Any]) -> dict[str, Any]:
    """Refuse a last day before the first at the field it is typed in."""
    first, last = told.get("days_min"), told.get("days_max")
    if first and last and last < first:
        form.add_error("days_max", _("Số ngày chậm nhất phải từ số ngày sớm nhất trở lên."))
    return told


def terms_form(producer: Producer, data: Any = None) -> TermsForm:
    """The form as the producer's terms stand, or as a producer without any sells."""
    own = DeliveryTerms.objects.filter(producer=producer).first() or DeliveryTerms(producer=producer)
    form = TermsForm(data, instance=own, auto_id=f"terms-{producer.slug}_%s")
    if carrier_service() is None:
        del form.fields["carrier_quotes"]
    return form


def rate_form(producer: Producer, data: Any = None) -> RateForm:
    """The form as the producer's simple rate stands."""
    own = DeliveryRate.objects.filter(producer=producer).first() or DeliveryRate(producer=producer)
    return RateForm(data, instance=own, auto_id=f"rate-{producer.slug}_%s")


def save_locked(producer: Producer, make: Callable[[], forms.ModelForm], *, by: Any) -> forms.ModelForm:
    """Read the form and save it while nobody else changes this producer's delivery; orders placed keep their terms.

    `make` builds the bound form anew from the rows as they stand. Raises `ShelfRefusedError` when suspended.
    """
    refuse_suspended(producer)
    with transaction.atomic():
        (current,) = locked(Producer.objects.filter(pk=producer.pk))
        form = make()
        if form.is_valid():
            form.save()
            told = {"model": form._meta.model._meta.model_name, "changed": form.changed_data}
            log_line(Line(current, DELIVERY_ACTION, by, told))
    return form


def delete_zone(zone: DeliveryZone, *, by: Any) -> None:
    """Take a line out of the table. Raises `ShelfRefusedError` when suspended."""
    refuse_suspended(zone.producer)
    with transaction.atomic():
        (current,) = locked(Producer.objects.filter(pk=zone.producer_id))
        told = {"model": "deliveryzone", "deleted": str(zone)}
        if DeliveryZone.objects.filter(pk=zone.pk).delete()[0]:
            log_line(Line(current, DELIVERY_ACTION, by, told))
