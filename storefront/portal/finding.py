"""Finding one's orders: by what is to be done with them, state, name, number, telephone, day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.order.models import Order
from storefront.payment.models import Source
from storefront.portal.fields import day_field
from storefront.portal.reading import BEFORE_FETCHED
from storefront.sales_mode import SalesMode
from storefront.vietnamese import fold

_S = Order.Status
#: Money a person has to look after: to note that it came, or to send it back.
AWAITED, OWED = "cho", "hoan"
OVERDUE = "qua"
_TIME_MOVES = {_S.PLACED: _S.CANCELLED, _S.DELIVERED: _S.COMPLETED}
_BATCH = 500
#: Orders the operator sold are paid to the operator: their money is not the producer's to look after.
_OWN_MONEY = ~Q(group__sales_mode=SalesMode.DIRECT)


class OrderFilters(forms.Form):
    """The filters as an address carries them. Nothing is required; every choice keeps the others."""

    tim = forms.CharField(
        label=_("Tìm tên, mã đơn, điện thoại"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[("", _("Mọi trạng thái")), *_S.choices]
    )
    tien = forms.ChoiceField(
        label=_("Tiền"),
        required=False,
        choices=[("", _("Tất cả")), (AWAITED, _("Chờ ghi tiền về")), (OWED, _("Phải hoàn lại"))],
    )
    hen = forms.ChoiceField(
        label=_("Hẹn nhận"), required=False, choices=[("", _("Tất cả")), (OVERDUE, _("Quá ngày hẹn nhận"))]
    )
    tu = day_field(_("Đặt từ ngày"), required=False)
    den = day_field(_("Đến hết ngày"), required=False)

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked, auto_id="f_%s")

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("tu") and told.get("den") and told["tu"] > told["den"]:
            self.add_error("den", _("Ngày cuối phải từ ngày đầu trở đi."))
        return told

    def narrow(self, orders: QuerySet) -> QuerySet:
        """The orders asked for, the newest first; only of a valid form."""
        told, now = self.cleaned_data, timezone.now()
        if told["trang_thai"]:
            orders = orders.filter(stands_in([told["trang_thai"]], now))
        if told["tien"] == AWAITED:
            orders = with_money(orders).filter(awaits_money(now))
        elif told["tien"] == OWED:
            orders = with_money(orders).filter(owes_money())
        if told["hen"] == OVERDUE:
            orders = orders.filter(past_agreed_day(now))
        if told["tu"]:
            orders = orders.filter(date_placed__gte=_midnight(told["tu"]))
        if told["den"]:
            orders = orders.filter(date_placed__lte=_midnight(told["den"], time.max))
        orders = orders.order_by("-date_placed", "-pk")
        if told["tim"].strip():
            orders = orders.filter(pk__in=named(orders, told["tim"]))
        return orders


def named(orders: QuerySet, text: str) -> list[int]:
    """The pks of orders whose number, shopper's name or telephone hold every word of `text`, accents aside.

    Read in one query and compared here: no copy of a name without its marks is kept in the database.
    """
    words = [fold(word) for word in text.split()]
    rows = orders.values_list("pk", "number", "group__shopper_name", "group__phone")
    return [
        pk
        for pk, number, name, phone in rows.iterator(_BATCH)
        if all(word in f"{fold(name or '')} {number.lower()} {_digits(phone)}" for word in words)
    ]


def stands_in(states: Iterable[str], at: datetime) -> Q:
    """Orders that stand in one of these states at a moment, a limit that ran out counted in."""
    past = Q(time_limit__lte=at)
    found = Q(pk=None)
    for state in states:
        here = Q(status=state) & ~past if state in _TIME_MOVES else Q(status=state)
        for before, after in _TIME_MOVES.items():
            if after == state:
                here |= Q(status=before) & past
        found |= here
    return found


def past_agreed_day(at: datetime) -> Q:
    """Orders nobody fetched on the day agreed, which is past."""
    return stands_in(BEFORE_FETCHED, at) & Q(delivery__day__lt=timezone.localdate(at))


def with_money(orders: QuerySet) -> QuerySet:
    """Orders with what came (`came`) and what went back (`gone`) in the books."""

    def booked(field: str) -> Any:
        sums = Source.objects.filter(order=OuterRef("pk")).order_by().values("order")
        total = sums.annotate(total=Sum(field)).values("total")
        return Coalesce(Subquery(total), Value(0), output_field=DecimalField(max_digits=12, decimal_places=2))

    return orders.annotate(came=booked("amount_debited"), gone=booked("amount_refunded"))


def awaits_money(at: datetime) -> Q:
    """Money a producer should look for: transfers of orders that wait, cash of parcels that arrived."""
    transfer = stands_in([_S.PLACED], at) & Q(payment_method=Order.PaymentMethod.VIETQR)
    arrived = Q(status__in=[_S.DELIVERED, _S.COMPLETED])
    cash = arrived & Q(payment_method=Order.PaymentMethod.CASH_ON_DELIVERY)
    return (transfer | cash) & Q(came__lt=F("total_incl_tax")) & _OWN_MONEY


def owes_money() -> Q:
    """More came than the order costs, and has not gone back."""
    void = Q(status__in=[_S.CANCELLED, _S.RETURNED])
    too_much = (void & Q(came__gt=F("gone"))) | (~void & Q(came__gt=F("total_incl_tax") + F("gone")))
    return too_much & _OWN_MONEY


def _digits(phone: str | None) -> str:
    """A stored number as people dial it: `0912345678`."""
    return f"0{phone[3:]}" if (phone or "").startswith("+84") else phone or ""


def _midnight(day: Any, clock: time = time.min) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
