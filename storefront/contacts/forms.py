"""A question to a producer. Field names are public: docs/buying.md."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storefront.errors import DomainError
from storefront.vietnamese import normalise_phone

_LETTER = re.compile(r"[^\W\d_]")
CONSENT = _("Tôi đồng ý gửi tên và cách liên hệ của mình cho chủ thể để được trả lời câu hỏi này.")


class EnquiryForm(forms.Form):
    """Who asks, how to answer, what. One of telephone and e-mail is enough."""

    name = forms.CharField(
        label=_("Họ và tên"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Hãy cho biết tên của bạn.")},
    )
    phone = forms.CharField(
        label=_("Số điện thoại"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        help_text=_("Cho số điện thoại hoặc thư điện tử, một trong hai là đủ."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    text = forms.CharField(
        label=_("Bạn muốn hỏi gì?"),
        max_length=2000,
        help_text=_("Ví dụ số lượng cần mua, ngày cần, nơi nhận."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Hãy viết câu hỏi.")},
    )
    consent = forms.BooleanField(
        label=CONSENT,
        error_messages={"required": _("Cần bạn đồng ý thì mới gửi cho chủ thể được.")},
    )

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not _LETTER.search(name):
            raise forms.ValidationError(_("Tên phải có chữ cái."), code="name-invalid")
        return name

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"].strip()
        try:
            return normalise_phone(phone) if phone else ""
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not (self.errors or told.get("phone") or told.get("email")):
            raise forms.ValidationError(
                _("Hãy cho số điện thoại hoặc thư điện tử để chủ thể trả lời."), code="no-way-back"
            )
        return told
