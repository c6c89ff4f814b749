"""The one form of a checkout. An override of Oscar's module of the same name."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storefront.checkout.addresses import add_address_fields
from storefront.checkout.deliveries import delivery_choice, delivery_field, is_all_fetched
from storefront.checkout.fields import PlaceField
from storefront.checkout.widgets import LongSelect
from storefront.errors import DomainError
from storefront.places import known
from storefront.places.models import Province
from storefront.places.search import Found
from storefront.privacy.checkout import DeclarationsForm
from storefront.purchases.placing import Shopper
from storefront.purchases.shares import Share
from storefront.vietnamese import normalise_phone

_SUBMISSION = re.compile(r"\A[0-9A-Za-z_-]{20,40}\Z")
_LETTER = re.compile(r"[^\W\d_]")


def new_submission() -> str:
    """The mark of one rendered form: random, so that nobody can name another's."""
    return secrets.token_urlsafe(24)


def is_submission(text: str) -> bool:
    """Whether `text` has the form of a mark; says nothing about whether it was used."""
    return _SUBMISSION.fullmatch(text) is not None


class CheckoutForm(DeclarationsForm):
    """Who, where to, and how each producer is paid. Field names are public: docs/buying.md."""

    name = forms.CharField(
        label=_("Họ và tên người nhận"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Hãy cho biết tên người nhận.")},
    )
    phone = forms.CharField(
        label=_("Số điện thoại"),
        max_length=30,
        help_text=_("Người giao gọi số này, ví dụ 0912 345 678."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": _("Hãy cho số điện thoại để người giao gọi.")},
    )
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        help_text=_("Để nhận thư xác nhận và đường dẫn theo dõi đơn."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Địa chỉ thư chưa đúng, ví dụ ten@thu.vn. Có thể để trống.")},
    )
    province = PlaceField(
        label=_("Tỉnh, thành phố"),
        widget=LongSelect(attrs={"autocomplete": "address-level1"}),
        error_messages={
            "required": _("Hãy chọn tỉnh, thành phố."),
            "invalid_choice": _("Không có tỉnh, thành phố này."),
        },
    )
    commune = PlaceField(
        label=_("Xã, phường, đặc khu"),
        widget=LongSelect(attrs={"autocomplete": "address-level2"}),
        error_messages={
            "required": _("Hãy chọn xã, phường hoặc đặc khu."),
            "invalid_choice": _("Xã, phường này không thuộc tỉnh đã chọn. Hãy chọn lại trong danh sách."),
        },
    )
    commune_search = forms.CharField(
        label=_("Tìm xã, phường"),
        required=False,
        max_length=120,
        help_text=_("Gõ tên xã, huyện cũ hay mới, không cần dấu, ví dụ: hoang phu; tan an, long an."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "search"}),
    )
    street = forms.CharField(
        label=_("Số nhà, đường, thôn xóm"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"required": _("Hãy cho biết số nhà, đường hoặc thôn xóm.")},
    )
    note = forms.CharField(
        label=_("Lời nhắn cho người bán, người giao"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    submission = forms.RegexField(
        _SUBMISSION,
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Trang đã cũ. Hãy xem lại rồi bấm “Đặt hàng” lần nữa."),
            "invalid": _("Trang đã cũ. Hãy xem lại rồi bấm “Đặt hàng” lần nữa."),
        },
    )
    seen_total = forms.IntegerField(
        widget=forms.HiddenInput,
        required=False,
        min_value=0,
        max_value=10**12,
        error_messages={
            "invalid": _("Tổng tiền của trang không đúng. Hãy xem lại rồi bấm “Đặt hàng” lần nữa."),
            "min_value": _("Tổng tiền của trang không đúng. Hãy xem lại rồi bấm “Đặt hàng” lần nữa."),
            "max_value": _("Tổng tiền của trang không đúng. Hãy xem lại rồi bấm “Đặt hàng” lần nữa."),
        },
    )

    required_css_class = "required"

    def __init__(
        self,
        *args: Any,
        shares: Sequence[Share],
        province: Province | None,
        on: date,
        only: Sequence[Found] = (),
        user: Any = None,
        **kwargs: Any,
    ) -> None:
        """`only` narrows the communes shown, labelled with the old names they were found by.

        `user` is offered the addresses an account keeps.
        """
        super().__init__(*args, **kwargs)
        self.shares = shares
        self._offer_places(province, only, on)
        self.fields["street"].required = not is_all_fetched(shares)
        add_address_fields(self, user)
        for share in shares:
            self.fields[delivery_field(share)] = delivery_choice(share)
            self.fields[payment_field(share)] = forms.ChoiceField(
                label=_("Cách trả tiền"),
                required=False,
                choices=[(method.code, method.name) for method in share.methods],
                initial=share.methods[0].code if share.methods else None,
                widget=forms.RadioSelect,
                error_messages={
                    "invalid_choice": _("Chủ thể này không nhận cách trả tiền đó. Hãy chọn lại.")
                },
            )

    def _offer_places(self, province: Province | None, only: Sequence[Found], on: date) -> None:
        provinces = known.provinces_on(on)
        names = [(code, unit.name) for code, unit in provinces.items()]
        self.fields["province"].offer(provinces, names, empty=_("Chọn tỉnh, thành phố"))
        if province is None:
            self.fields["commune"].offer({}, [], empty=_("Chọn tỉnh trước"))
            return
        communes, choices = known.communes_of(province, on), known.commune_choices(province, on)
        if only:
            labels = {found.unit.code: found.label for found in only}
            communes = {code: unit for code, unit in communes.items() if code in labels}
            choices = [(code, labels[code] or name) for code, name in choices if code in labels]
        self.fields["commune"].offer(communes, choices, empty=_("Chọn xã, phường, đặc khu"))

    def clean_name(self) -> str:
        name = _line(self.cleaned_data["name"])
        if not _LETTER.search(name):
            raise forms.ValidationError(_("Tên phải có chữ cái."), code="name-invalid")
        return name

    def clean_street(self) -> str:
        return _line(self.cleaned_data["street"])

    def clean_note(self) -> str:
        return "\n".join(_line(part) for part in self.cleaned_data["note"].splitlines()).strip()

    def clean_phone(self) -> str:
        try:
            return normalise_phone(self.cleaned_data["phone"])
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal

    @property
    def shopper(self) -> Shopper:
        """Who buys, from a valid form."""
        told = ("name", "phone", "email", "province", "commune", "street", "note")
        return Shopper(**{name: self.cleaned_data[name] for name in told})

    @property
    def payments(self) -> Mapping[int, str]:
        """The method chosen for each producer; those left out are paid on delivery."""
        chosen = {share.producer.pk: self.cleaned_data.get(payment_field(share)) for share in self.shares}
        return {producer: method for producer, method in chosen.items() if method}

    @property
    def deliveries(self) -> Mapping[int, str]:
        """The way of delivery chosen for each producer; those left out get the first one offered."""
        chosen = {share.producer.pk: self.cleaned_data.get(delivery_field(share)) for share in self.shares}
        return {producer: code for producer, code in chosen.items() if code}


def _line(text: str) -> str:
    """Text as a label can show it: composed, one space between words, nothing that steers a screen or printer."""
    seen = (
        char if unicodedata.category(char)[0] != "C" else " " for char in unicodedata.normalize("NFC", text)
    )
    return " ".join("".join(seen).split())


def payment_field(share: Share) -> str:
    """The form field that says how the share's producer is paid."""
    return f"payment_{share.producer.pk if share.producer else 0}"
