"""Finding an order again by what is on its parcel."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from storefront.errors import DomainError
from storefront.vietnamese import normalise_phone


class LookupForm(forms.Form):
    """Number and telephone together: neither alone opens anything."""

    number = forms.CharField(
        label=_("Mã đơn hoặc mã lượt mua"),
        max_length=30,
        help_text=_("In trên phiếu giao hàng và trong thư xác nhận, ví dụ DH7K2M9QXW."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
        error_messages={"required": _("Hãy nhập mã đơn.")},
    )
    phone = forms.CharField(
        label=_("Số điện thoại lúc đặt hàng"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": _("Hãy nhập số điện thoại lúc đặt hàng.")},
    )

    def clean_phone(self) -> str:
        try:
            return normalise_phone(self.cleaned_data["phone"])
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal
