"""Calling a carrier for an order's parcel, its label, and calling it off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from storefront.errors import DomainError
from storefront.portal.order_views import OneOrder
from storefront.purchases.booking import book_parcel, booked_parcel, cancel_booking
from storefront.shipping.carriers.base import CarrierError, CarrierService, TooLateError, carrier_service


def _service() -> CarrierService:
    service = carrier_service()
    if service is None:
        raise Http404(_("Trang chưa nối với bên vận chuyển nào."))
    return service


class BookingView(OneOrder):
    """Books the parcel, or calls it off with `action=cancel`."""

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        order, service = self.find(number), _service()
        does = self._cancel if request.POST.get("action") == "cancel" else self._book
        try:
            messages.success(request, does(order, service, request.user))
        except TooLateError:
            messages.error(request, _("Bên vận chuyển đã lấy hàng nên không huỷ được nữa."))
        except CarrierError:
            messages.error(
                request, _("Bên vận chuyển chưa trả lời. Chưa có gì thay đổi, hãy thử lại sau ít phút.")
            )
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        return redirect("portal:order", number)

    @staticmethod
    def _book(order: Any, service: CarrierService, by: Any) -> str:
        parcel = book_parcel(order, service, by=by)
        told = {"carrier": parcel.carrier_name, "number": parcel.number}
        return _("Đã gọi %(carrier)s, mã vận đơn %(number)s. In nhãn rồi dán lên kiện hàng.") % told

    @staticmethod
    def _cancel(order: Any, service: CarrierService, by: Any) -> str:
        parcel = cancel_booking(order, service, by=by)
        return _("Đã huỷ vận đơn %(number)s và báo người mua.") % {"number": parcel.number}


class LabelView(OneOrder):
    """The carrier's label of the parcel that is booked."""

    def get(self, request: HttpRequest, number: str) -> HttpResponseBase:
        order, service = self.find(number), _service()
        parcel = booked_parcel(order)
        if parcel is None:
            raise Http404(_("Đơn này chưa có vận đơn nào đặt qua trang."))
        try:
            drawn = service.label(parcel.number)
        except CarrierError:
            messages.error(request, _("Chưa lấy được nhãn từ bên vận chuyển. Hãy thử lại sau ít phút."))
            return redirect("portal:order", number)
        response = HttpResponse(drawn, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="nhan-{parcel.number}.pdf"'
        return response
