"""The producer's moves as forms: one button each, and the questions that belong to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storefront.delivery.parcels import clean_number
from storefront.errors import DomainError
from storefront.order.models import Order
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor, Move

#: What the producer's button says where the move's own label speaks for the shopper.
LABELS = {
    "hand_over": _("Đã gửi hàng đi"),
    "deliver": _("Người mua đã nhận hàng"),
    "come_back": _("Không giao được, hàng đã về"),
    "agree_return": _("Đồng ý nhận lại hàng"),
}
_UNDOES = frozenset({"cancel", "refuse_return", "come_back"})
_BRINGS_BACK = frozenset({"come_back", "receive_return"})
_YES, _NO = "co", "khong"


def parcel_fields(*, required: bool) -> dict[str, forms.Field]:
    """Who carries the parcel, and under which number."""
    return {
        "carrier_name": forms.CharField(
            label=_("Bên vận chuyển"),
            required=False,
            max_length=60,
            help_text=_("Ví dụ: VNPost, Viettel Post. Để trống nếu tự giao."),
        ),
        "tracking_number": forms.CharField(
            label=_("Mã vận đơn"),
            required=required,
            max_length=60,
            widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
            error_messages={"required": _("Hãy nhập mã vận đơn.")},
        ),
    }


def read_tracking_number(text: str) -> str:
    """The number as it is kept; empty stays empty. Raises `ValidationError` for what is none."""
    try:
        return clean_number(text) if text else ""
    except DomainError as refusal:
        raise forms.ValidationError(refusal.message, code=refusal.code) from refusal


class ParcelForm(forms.Form):
    """The parcel's number, told after the goods left or put right."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="parcel_%s")
        self.fields |= parcel_fields(required=True)

    def clean_tracking_number(self) -> str:
        return read_tracking_number(self.cleaned_data["tracking_number"])


class MoveForm(forms.Form):
    """What a move asks: a reason, whether goods are for sale again, who carries the parcel."""

    move = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, wanted: Move, data: Any = None) -> None:
        self.wanted = wanted
        super().__init__(data, initial={"move": wanted.code}, auto_id=f"{wanted.code}_%s")
        if Actor.PRODUCER in wanted.asks_reason:
            self.fields["reason"] = forms.CharField(
                label=_("Lý do"),
                max_length=500,
                help_text=_("Người mua sẽ đọc được."),
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": _("Hãy cho biết lý do.")},
            )
        if wanted.code in _BRINGS_BACK:
            self.fields["restock"] = forms.ChoiceField(
                label=_("Hàng có bán lại được không?"),
                choices=[(_YES, _("Còn tốt, nhập lại kho")), (_NO, _("Hỏng, không bán lại"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Hãy cho biết hàng có bán lại được không.")},
            )
        if wanted is lifecycle.HAND_OVER:
            self.fields |= parcel_fields(required=False)

    def clean_tracking_number(self) -> str:
        return read_tracking_number(self.cleaned_data["tracking_number"])

    @property
    def label(self) -> Any:
        return LABELS.get(self.wanted.code, self.wanted.label)

    @property
    def asks(self) -> bool:
        """Whether it asks anything: then it opens first."""
        return len(self.fields) > 1

    @property
    def undoes(self) -> bool:
        """Whether it leads away from a sale."""
        return self.wanted.code in _UNDOES

    @property
    def reason(self) -> str:
        return self.cleaned_data.get("reason", "")

    def facts(self) -> dict[str, Any]:
        """What is kept with the event."""
        told = self.cleaned_data
        facts = {name: told[name] for name in ("carrier_name", "tracking_number") if told.get(name)}
        if "restock" in told:
            facts["restock"] = told["restock"] == _YES
        return facts


def open_moves(order: Any, *, bound: MoveForm | None = None, parcel: Any = None) -> list[MoveForm]:
    """The forms of the moves open now, those that go on first; `bound` takes the place of its own.

    A number the `parcel` has already is filled in where the goods are handed over.
    """
    forms_ = [MoveForm(move) for move in lifecycle.moves_open_to(Actor.PRODUCER, order.state)]
    for form in forms_:
        if parcel is not None and form.wanted is lifecycle.HAND_OVER:
            form.initial |= {"carrier_name": parcel.carrier_name, "tracking_number": parcel.number}
    if bound is not None:
        forms_ = [bound if form.wanted is bound.wanted else form for form in forms_]
    return sorted(forms_, key=lambda form: form.undoes)


def waits_for_money(order: Any) -> bool:
    """Whether the order cannot be confirmed before its transfer came."""
    return (
        not order.is_operators
        and order.state == Order.Status.PLACED
        and order.is_prepaid
        and order.balance.outstanding > 0
    )
