"""Orders: the list, one order, and what a producer does with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from storefront.errors import DomainError
from storefront.portal.doors import ProducersOnly
from storefront.portal.exporting import as_csv, as_xlsx
from storefront.portal.finding import OrderFilters
from storefront.portal.money import (
    TOLD_BY_BANK,
    PaymentForm,
    RefundForm,
    confirm_money,
    confirm_refund,
    payment_form,
    refund_form,
)
from storefront.portal.moves import MoveForm, ParcelForm, open_moves, waits_for_money
from storefront.portal.reading import for_reading, story_of, told
from storefront.purchases.booking import may_book, may_cancel
from storefront.purchases.lifecycle import MOVES, Actor
from storefront.purchases.moving import move_order
from storefront.purchases.parcels import record_parcel
from storefront.shipping.carriers.base import carrier_service
from storefront.vietnamese import format_dong

_PAGE = 20


class OrderListView(ProducersOnly):
    """The orders asked for in the address."""

    here = "orders"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = OrderFilters(request.GET)
        found = form.narrow(self.orders) if form.is_valid() else self.orders.none()
        page = Paginator(for_reading(found), _PAGE).get_page(request.GET.get("page"))
        page.object_list = told(page.object_list)
        kept = request.GET.copy()
        kept.pop("page", None)
        context = {
            "form": form,
            "page": page,
            "querystring": kept.urlencode(),
            "is_narrowed": any(kept.values()),
        }
        return self.page("orders", status=200 if form.is_valid() else 400, **context)


class OrderExportView(ProducersOnly):
    """The same list as a file, all its pages."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        form = OrderFilters(request.GET)
        if not form.is_valid():
            return redirect(f"{reverse('portal:orders')}?{request.GET.urlencode()}")
        orders = for_reading(form.narrow(self.orders))
        return as_csv(orders) if kind == "csv" else as_xlsx(orders)


class OneOrder(ProducersOnly):
    """One order of this login's producers; any other number is not found."""

    here = "orders"

    def find(self, number: str) -> Any:
        """The order ready to show."""
        order = get_object_or_404(for_reading(self.orders), number=number)
        return told([order])[0]

    def show(
        self,
        order: Any,
        *,
        status: int = 200,
        move: MoveForm | None = None,
        payment: PaymentForm | None = None,
        refund: RefundForm | None = None,
        parcel: ParcelForm | None = None,
    ) -> HttpResponse:
        """The order's page; a form that was refused stands in its place with what was typed."""
        standing = order.parcels.filter(replaced_at=None).select_related("carrier").first()
        return self.page(
            "order",
            status=status,
            order=order,
            moves=open_moves(order, bound=move, parcel=standing),
            waits=waits_for_money(order),
            payment=payment or payment_form(order),
            refund=refund or refund_form(order),
            opened=next((name for name, form in (("payment", payment), ("refund", refund)) if form), ""),
            bound=move or payment or refund or parcel,
            parcel_form=parcel or ParcelForm(),
            parcel=standing,
            carrier=carrier_service() is not None,
            may_book=may_book(order),
            may_cancel=may_cancel(order, standing),
            story=story_of(order),
            entries=order.money_entries.order_by("-pk"),
        )


class OrderView(OneOrder):
    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return self.show(self.find(number))


class MoveView(OneOrder):
    """Makes one of the producer's moves."""

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        order = self.find(number)
        wanted = MOVES.get(request.POST.get("move", ""))
        if wanted is None:
            messages.error(request, _("Không rõ anh chị muốn làm gì với đơn này. Hãy bấm lại."))
            return redirect("portal:order", number)
        form = MoveForm(wanted, request.POST)
        if not form.is_valid() and wanted.is_open(actor=Actor.PRODUCER, status=order.state):
            return self.show(order, status=422, move=form)
        facts = form.facts() if form.is_valid() else {}
        try:
            move_order(order, wanted, actor=Actor.PRODUCER, by=request.user, reason=form.reason, facts=facts)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(
                request,
                _("Đơn %(number)s: %(state)s.") % {"number": number, "state": order.status_label.lower()},
            )
        return redirect("portal:order", number)


class ParcelView(OneOrder):
    """Tells or corrects the parcel's number."""

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        order = self.find(number)
        form = ParcelForm(request.POST)
        if not form.is_valid():
            return self.show(order, status=422, parcel=form)
        told = form.cleaned_data
        try:
            record_parcel(
                order, carrier=told["carrier_name"], number=told["tracking_number"], by=request.user
            )
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("Đã ghi mã vận đơn và báo người mua."))
        return redirect("portal:order", number)


class PaymentView(OneOrder):
    """Notes that money came."""

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        order = self.find(number)
        form = payment_form(order, request.POST)
        if not form.is_valid():
            return self.show(order, status=422, payment=form)
        try:
            noted = confirm_money(order, **form.cleaned_data, by=request.user)
        except DomainError as refusal:
            form.add_error(refusal.field or None, refusal.message)
            order = self.find(number)
            if refusal.code == TOLD_BY_BANK:
                form.ask_another(seen=order.balance.paid)
            return self.show(order, status=409, payment=form)
        messages.success(
            request,
            _("Đã ghi %(amount)s cho đơn %(number)s.")
            % {"amount": format_dong(noted.entry.amount), "number": number},
        )
        return redirect("portal:order", number)


class RefundView(OneOrder):
    """Notes that money went back."""

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        order = self.find(number)
        form = refund_form(order, request.POST)
        if not form.is_valid():
            return self.show(order, status=422, refund=form)
        try:
            noted = confirm_refund(order, **form.cleaned_data, by=request.user)
        except DomainError as refusal:
            form.add_error(refusal.field or None, refusal.message)
            return self.show(self.find(number), status=409, refund=form)
        messages.success(
            request,
            _("Đã ghi hoàn %(amount)s cho đơn %(number)s.")
            % {"amount": format_dong(noted.entry.amount), "number": number},
        )
        return redirect("portal:order", number)
