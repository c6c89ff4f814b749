"""The producer says that money came, or that it sent some back: noted once, however often the form is sent."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from storefront.dong import whole_dong
from storefront.locks import locked
from storefront.order.models import Order
from storefront.payment.sources import balance_of
from storefront.portal.fields import DongField
from storefront.purchases.lifecycle import Actor
from storefront.purchases.models import MoneyEntry
from storefront.purchases.money import MoneyRefusedError, Noted, record_payment, record_refund
from storefront.purchases.pairing import HAND, told_by_bank
from storefront.vietnamese import format_dong

#: No order comes near it; what is typed above is a slip of the finger.
_MOST = 10_000_000_000
TOLD_BY_BANK = "told-by-bank"
_MARK = re.compile(r"[0-9A-Za-z_-]{16,40}")


class PaymentForm(forms.Form):
    """Money that came. `mark` makes one confirmation of it, `seen` is what had been noted when the page was made.

    `another` is asked only of money that looks like what the bank told of (`ask_another`).
    """

    amount = DongField(label=_("Số tiền đã nhận (₫)"), most=_MOST)
    note = forms.CharField(
        label=_("Ghi chú hoặc mã giao dịch"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    mark = forms.CharField(widget=forms.HiddenInput, max_length=40)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    another = forms.BooleanField(
        label=_("Đây là một khoản khác, người mua trả thêm"), required=False, widget=forms.HiddenInput
    )

    def ask_another(self, *, seen: int) -> None:
        """Let the form be sent again, saying that this is other money than the `seen` đồng noted by now."""
        self.fields["another"].widget = forms.CheckboxInput()
        self.data = {**self.data.dict(), "seen": str(seen), "another": ""}

    def clean_mark(self) -> str:
        mark = self.cleaned_data["mark"]
        if not _MARK.fullmatch(mark):
            raise forms.ValidationError(_("Biểu mẫu đã cũ. Hãy mở lại trang này."), code="mark-invalid")
        return mark


class RefundForm(forms.Form):
    """Money that went back, with the bank's own reference."""

    amount = DongField(label=_("Số tiền đã hoàn (₫)"), most=_MOST)
    reference = forms.CharField(
        label=_("Mã giao dịch của ngân hàng"),
        max_length=60,
        help_text=_("Trong biên lai chuyển tiền. Hoàn bằng tiền mặt thì ghi số phiếu chi."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def payment_form(order: Any, data: Any = None) -> PaymentForm:
    """The form for what is still to come."""
    told = {
        "amount": order.balance.outstanding or None,
        "mark": secrets.token_urlsafe(18),
        "seen": order.balance.paid,
    }
    return PaymentForm(data, initial=told, auto_id="pay_%s")


def refund_form(order: Any, data: Any = None) -> RefundForm:
    """The form for what is to go back."""
    return RefundForm(data, initial={"amount": order.balance.excess or None}, auto_id="refund_%s")


def confirm_money(
    order: Order, *, amount: int, mark: str, seen: int, note: str = "", another: bool = False, by: Any
) -> Noted:
    """Note money as its producer tells of it. The same `mark` again is the same money.

    Only money that goes to the producer: what the operator sold, it is paid for itself. Raises `MoneyRefusedError` for
    such an order, when the bank has told of the same amount (unless `another` says that this is other money), when
    other money was noted since the page showed `seen` đồng (it may be this very money), and for an amount more than
    twice what the order cost.
    """
    _refuse_operators(order)
    reference = f"{order.number}:{mark}"
    with transaction.atomic():
        (current,) = locked(Order.objects.filter(pk=order.pk))
        if not MoneyEntry.objects.filter(channel=HAND, reference=reference).exists():
            if not another:
                _refuse_told(current, amount)
            _check(current, amount, seen)
        return record_payment(
            current,
            amount=amount,
            channel=HAND,
            reference=reference,
            actor=Actor.PRODUCER,
            by=by,
            note=note,
        )


def confirm_refund(order: Order, *, amount: int, reference: str, by: Any) -> Noted:
    """Note money the producer sent back; one reference of its bank is one refund over all its orders."""
    _refuse_operators(order)
    bare = " ".join(reference.split())
    return record_refund(
        order,
        amount=amount,
        reference=f"{order.producer_id}:{bare.upper()}",
        actor=Actor.PRODUCER,
        by=by,
        note=bare,
    )


def _refuse_operators(order: Order) -> None:
    if order.group is not None and order.group.is_sold_by_operator:
        message = _("Đơn này do đơn vị vận hành bán và nhận tiền; chủ thể không ghi tiền ở đây.")
        raise MoneyRefusedError(message, code="paid-to-operator")


def _refuse_told(order: Order, amount: int) -> None:
    told = told_by_bank(order, amount=amount)
    if told is not None:
        message = _(
            "Ngân hàng đã báo khoản %(amount)s của đơn này (lúc %(at)s) và khoản ấy đã được ghi: không cần ghi nữa. "
            "Chỉ khi người mua trả thêm một khoản khác bằng đúng số tiền ấy thì đánh dấu ô bên dưới rồi gửi lại."
        ) % {
            "amount": format_dong(amount),
            "at": date_format(timezone.localtime(told.at), "H:i d/m/Y"),
        }
        raise MoneyRefusedError(message, code=TOLD_BY_BANK)


def _check(order: Order, amount: int, seen: int) -> None:
    paid, total = balance_of(order).paid, whole_dong(order.total_incl_tax)
    if paid != seen:
        message = _(
            "Trong lúc trang này mở, đơn đã được ghi tiền về (tổng cộng %(paid)s). Hãy xem lại trước khi ghi thêm."
        ) % {"paid": format_dong(paid)}
        raise MoneyRefusedError(message, code="money-changed")
    if amount > 2 * total:
        message = _("Số tiền gấp hơn hai lần tiền đơn (%(total)s). Hãy xem lại số vừa nhập.") % {
            "total": format_dong(total)
        }
        raise MoneyRefusedError(message, code="amount-too-large", field="amount")
