"""A producer's own delivery: which ways, what they cost, and the lines of its rate table."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from storefront.delivery.models import DeliveryZone
from storefront.errors import DomainError
from storefront.portal.delivery import (
    MOST_ZONES,
    ZoneForm,
    delete_zone,
    rate_form,
    save_locked,
    terms_form,
)
from storefront.portal.doors import ProducersOnly
from storefront.shipping.rates import rate_for

_FORMS = {"terms": terms_form, "rate": rate_form}


class DeliveryView(ProducersOnly):
    """Ways and simple rate of each producer, and its table to read."""

    here = "delivery"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        producer = self.named(request.POST.get("producer", ""))
        kind = request.POST.get("form", "")
        if kind not in _FORMS:
            return self.show(status=400)
        try:
            form = save_locked(producer, lambda: _FORMS[kind](producer, request.POST), by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return redirect("portal:delivery")
        if form.errors:
            return self.show(status=422, refused=(producer, kind, form))
        messages.success(request, _("Đã ghi. Có hiệu lực ngay; đơn đã đặt giữ phí cũ."))
        return redirect("portal:delivery")

    def show(self, *, status: int = 200, refused: Any = None) -> HttpResponse:
        rows = [self._of(producer, refused) for producer in self.producers]
        return self.page(
            "delivery",
            status=status,
            rows=rows,
            bound=refused[2] if refused else None,
        )

    def _of(self, producer: Any, refused: Any) -> dict[str, Any]:
        made = {name: make(producer) for name, make in _FORMS.items()}
        if refused and refused[0] is producer:
            made[refused[1]] = refused[2]
        zones = self.zones.filter(producer=producer).prefetch_related("provinces").order_by("pk")
        return {"producer": producer, "zones": list(zones), "default": rate_for(producer), **made}


class ZonePages(ProducersOnly):
    here = "delivery"

    def answer(self, zone: DeliveryZone) -> HttpResponse:
        """Save what was sent of a line, or show it again with what is wrong."""

        def make() -> ZoneForm:
            return ZoneForm(self.request.POST, instance=zone, auto_id="zone_%s")

        try:
            form = save_locked(zone.producer, make, by=self.request.user)
        except DomainError as refusal:
            messages.error(self.request, str(refusal.message))
            return redirect("portal:delivery")
        if form.errors:
            return self.show(zone, form, status=422)
        messages.success(self.request, _("Đã ghi dòng phí. Có hiệu lực ngay; đơn đã đặt giữ phí cũ."))
        return redirect("portal:delivery")

    def show(self, zone: DeliveryZone, form: ZoneForm, *, status: int = 200) -> HttpResponse:
        return self.page("zone", status=status, zone=zone, form=form)


class NewZoneView(ZonePages):
    """A further line for the producer named in the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        zone = self._fresh(request.GET.get("producer") or self.producers[0].slug)
        return self.show(zone, ZoneForm(instance=zone, auto_id="zone_%s"))

    def post(self, request: HttpRequest) -> HttpResponse:
        zone = self._fresh(request.POST.get("producer", ""))
        if self.zones.filter(producer=zone.producer).count() >= MOST_ZONES:
            messages.error(request, _("Bảng phí đã có %(most)s dòng.") % {"most": MOST_ZONES})
            return redirect("portal:delivery")
        return self.answer(zone)

    def _fresh(self, slug: str) -> DeliveryZone:
        return DeliveryZone(producer=self.named(slug))


class ZoneView(ZonePages):
    def get(self, request: HttpRequest, zone: int) -> HttpResponse:
        found = get_object_or_404(self.zones.select_related("producer"), pk=zone)
        return self.show(found, ZoneForm(instance=found, auto_id="zone_%s"))

    def post(self, request: HttpRequest, zone: int) -> HttpResponse:
        return self.answer(get_object_or_404(self.zones.select_related("producer"), pk=zone))


class ZoneDeleteView(ZonePages):
    def post(self, request: HttpRequest, zone: int) -> HttpResponse:
        found = get_object_or_404(self.zones.select_related("producer"), pk=zone)
        try:
            delete_zone(found, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("Đã xoá dòng phí. Các tỉnh đó theo phí chung."))
        return redirect("portal:delivery")
