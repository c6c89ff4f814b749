"""Goods: price and stock on one page, a form each; and the days the producer is closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.certification.managers import certified
from storefront.errors import DomainError
from storefront.portal import holiday
from storefront.portal.doors import ProducersOnly
from storefront.portal.fields import DongField
from storefront.portal.shelf import (
    HIGHEST_PRICE,
    LEAST_PRICE,
    MOST_PIECES,
    change_price,
    change_stock,
    sell_out,
)

_PAGE = 20


class PriceForm(forms.Form):
    amount = DongField(label=gettext_lazy("Giá bán (₫)"), least=LEAST_PRICE, most=HIGHEST_PRICE)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class StockForm(forms.Form):
    left = DongField(label=gettext_lazy("Còn bán được"), least=0, most=MOST_PIECES)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=-MOST_PIECES)


class ShelfView(ProducersOnly):
    """The products of this login's producers, each with its forms."""

    here = "products"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show()

    def show(self, *, status: int = 200, refused: tuple[Any, str, forms.Form] | None = None) -> HttpResponse:
        """The shelf; a form that was refused (product, kind, form) stands in its place and on its page."""
        asked = self.page_of(refused[0]) if refused else self.request.GET.get("page")
        page = Paginator(self.goods(), _PAGE).get_page(asked)
        page.object_list = [_shown(product, refused) for product in page.object_list]
        return self.page("products", status=status, page=page)

    def goods(self) -> QuerySet:
        """The products in the order of the page, with their stars of today."""
        products = self.products.select_related("product_class", "producer").prefetch_related("stockrecords")
        return certified(products, on=timezone.localdate()).order_by("name_folded", "pk")

    def page_of(self, product: Any) -> int:
        """The number of the page the product stands on."""
        pks = list(self.products.order_by("name_folded", "pk").values_list("pk", flat=True))
        return pks.index(product.pk) // _PAGE + 1


class ShelfChange(ShelfView):
    """A change of one product."""

    http_method_names = ["post", "options"]

    def find(self, public_id: str) -> Any:
        found = self.products.select_related("product_class", "producer__partner")
        return get_object_or_404(found, public_id=public_id)

    def done(self, product: Any, changed: bool, text: str) -> HttpResponse:
        same = _("%(product)s: không có gì thay đổi.") % {"product": product.title}
        messages.success(self.request, text if changed else same)
        number = self.page_of(product)
        page = f"?page={number}" if number > 1 else ""
        return redirect(f"{reverse('portal:products')}{page}#p-{product.public_id}")


class PriceView(ShelfChange):
    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        product = self.find(public_id)
        form = PriceForm(request.POST, auto_id=f"price-{public_id}_%s")
        if not form.is_valid():
            return self.show(status=422, refused=(product, "price", form))
        try:
            changed = change_price(product, **form.cleaned_data, by=request.user)
        except DomainError as refusal:
            form.add_error("amount", refusal.message)
            return self.show(status=409, refused=(product, "price", form))
        return self.done(product, changed, _("Đã đổi giá %(product)s.") % {"product": product.title})


class StockView(ShelfChange):
    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        product = self.find(public_id)
        form = StockForm(request.POST, auto_id=f"stock-{public_id}_%s")
        if not form.is_valid():
            return self.show(status=422, refused=(product, "stock", form))
        try:
            changed = change_stock(product, **form.cleaned_data, by=request.user)
        except DomainError as refusal:
            form.add_error("left", refusal.message)
            return self.show(status=409, refused=(product, "stock", form))
        return self.done(
            product, changed, _("Đã đổi số còn bán của %(product)s.") % {"product": product.title}
        )


class SoldOutView(ShelfChange):
    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        product = self.find(public_id)
        try:
            changed = sell_out(product, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return redirect("portal:products")
        return self.done(product, changed, _("%(product)s: đã báo hết hàng.") % {"product": product.title})


class HolidayView(ProducersOnly):
    """When each of the login's producers takes no new orders."""

    here = "holiday"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        asked = request.POST.get("producer", "")
        producer = next((each for each in self.producers if each.slug == asked), None)
        if producer is None:
            return self.show(status=404)
        try:
            if request.POST.get("action") == "open":
                holiday.reopen(producer, by=request.user)
                messages.success(request, _("Đã mở lại, nhận đơn như thường."))
                return redirect("portal:holiday")
            form = holiday.holiday_form(producer, request.POST)
            if not form.is_valid():
                return self.show(status=422, refused=(producer, form))
            holiday.close(producer, **form.cleaned_data, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return redirect("portal:holiday")
        messages.success(request, _("Đã ghi ngày nghỉ. Đơn đã đặt vẫn còn, hãy giao như đã hẹn."))
        return redirect("portal:holiday")

    def show(self, *, status: int = 200, refused: tuple[Any, forms.Form] | None = None) -> HttpResponse:
        forms_ = [
            (each, refused[1] if refused and refused[0] is each else holiday.holiday_form(each))
            for each in self.producers
        ]
        return self.page("holiday", status=status, holidays=forms_, bound=refused[1] if refused else None)


def _shown(product: Any, refused: Any) -> Any:
    """The product with its stock row, what may be changed, and its forms."""
    record = next(iter(sorted(product.stockrecords.all(), key=lambda each: each.pk)), None)
    product.record = record
    product.is_sold_here = product.nature != "service" and product.selling == "orderable"
    product.is_counted = product.get_product_class().track_stock and record is not None
    product.left = (record.net_stock_level or 0) if record else 0
    product.kept = (record.num_allocated or 0) if record else 0
    price = int(record.price) if record and record.price is not None else None
    product.price_now = price
    product.price_form = PriceForm(
        initial={"amount": price, "seen": price}, auto_id=f"price-{product.public_id}_%s"
    )
    product.stock_form = StockForm(
        initial={"left": product.left, "seen": product.left}, auto_id=f"stock-{product.public_id}_%s"
    )
    if refused is not None and refused[0].pk == product.pk:
        setattr(product, f"{refused[1]}_form", _fresh(refused[2], product))
    return product


def _fresh(form: forms.Form, product: Any) -> forms.Form:
    """The refused form with what is seen now: sent again, it means what the page says."""
    data = form.data.copy()
    data["seen"] = (
        product.left
        if "left" in form.fields
        else (product.price_now if product.price_now is not None else "")
    )
    form.data = data
    return form
