"""The form of a complaint, and of a word in its thread."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storefront.complaints.evidence_files import CleanFile, FileRefusedError, clean_files
from storefront.complaints.models import WITHOUT_NAME, Kind
from storefront.complaints.texts import LONGEST_TEXT, clean_line, clean_text
from storefront.errors import DomainError
from storefront.vietnamese import normalise_phone

_SUBMISSION = re.compile(r"\A[0-9A-Za-z_-]{20,40}\Z")
_OLD_PAGE = _("Trang đã cũ. Hãy bấm gửi lần nữa.")
_NULL = _("Có ký tự không đọc được. Hãy gõ lại.")


def new_submission() -> str:
    """The mark of one rendered form."""
    return secrets.token_urlsafe(24)


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class ManyFilesField(forms.FileField):
    """Several files, each judged by its content."""

    widget = ManyFilesInput(
        attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf", "multiple": True}
    )

    def clean(self, data: Any, initial: Any = None) -> list[CleanFile]:
        uploads = [upload for upload in (data or []) if upload]
        try:
            return clean_files(uploads)
        except FileRefusedError as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal


class _Words(forms.Form):
    """Text, files, and a field only machines fill in."""

    text = forms.CharField(
        label=_("Kể rõ sự việc"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Hãy kể sự việc, ngắn cũng được."),
            "max_length": _(
                "Nhiều nhất 10.000 ký tự, bạn đã viết %(show_value)s. Phần dài hãy gửi bằng tệp PDF."
            ),
            "null_characters_not_allowed": _NULL,
        },
    )
    files = ManyFilesField(
        label=_("Ảnh hoặc giấy tờ"),
        required=False,
        help_text=_(
            "JPG, PNG, WebP hoặc PDF; nhiều nhất 5 tệp, mỗi tệp 8 MB. Vị trí chụp trong ảnh được gỡ bỏ."
        ),
    )
    website = forms.CharField(required=False, label=_("Để trống ô này"))

    def clean_text(self) -> str:
        text = clean_text(self.cleaned_data["text"])
        if not text and self.fields["text"].required:
            raise forms.ValidationError(_("Hãy kể sự việc, ngắn cũng được."), code="required")
        return text

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Ô này phải để trống."), code="honeypot")
        return ""


class WordForm(_Words):
    """A further word, an answer, or a decision in the thread."""

    move = forms.CharField(max_length=10, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self.fields["text"].label = _("Lời nhắn")


class ComplaintForm(_Words):
    """A complaint with or without an order. `is_linked`: the order came by a signed link, nothing is asked about it."""

    kind = forms.ChoiceField(
        label=_("Về việc"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn bạn khiếu nại về việc gì."),
            "invalid_choice": _("Hãy chọn một việc trong danh sách."),
        },
    )
    order_number = forms.CharField(
        label=_("Mã đơn hàng"),
        max_length=30,
        required=False,
        help_text=_("Nếu có. Điền cùng số điện thoại lúc đặt hàng."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    seen_at = forms.CharField(
        label=_("Thấy ở đâu, mua ở đâu"),
        max_length=200,
        required=False,
        help_text=_("Tên cửa hàng, chợ, hoặc địa chỉ trang bán hàng."),
    )
    name = forms.CharField(
        label=_("Họ và tên"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Số điện thoại"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Địa chỉ thư chưa đúng, ví dụ ten@thu.vn.")},
    )
    submission = forms.RegexField(
        _SUBMISSION,
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Trang đã cũ. Hãy bấm gửi lần nữa."),
            "invalid": _("Trang đã cũ. Hãy bấm gửi lần nữa."),
        },
    )
    field_order = ["kind", "text", "files", "order_number", "seen_at", "name", "phone", "email"]

    def __init__(self, *args: Any, is_linked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_linked:
            del self.fields["order_number"]
            del self.fields["seen_at"]

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def clean_seen_at(self) -> str:
        return clean_line(self.cleaned_data["seen_at"])

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"].strip()
        if not typed:
            return ""
        try:
            return normalise_phone(typed)
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("order_number") and "phone" in told and not told["phone"]:
            self.add_error("phone", _("Hãy cho số điện thoại lúc đặt hàng để tìm đúng đơn."))
        kind = told.get("kind")
        if kind is None or kind in WITHOUT_NAME:
            return told
        if "name" in told and not told["name"]:
            self.add_error("name", _("Hãy cho biết tên để chủ thể trả lời."))
        if "phone" in told and "email" in told and not (told["phone"] or told["email"]):
            self.add_error("phone", _("Hãy cho số điện thoại hoặc thư điện tử để nhận trả lời."))
        return told
