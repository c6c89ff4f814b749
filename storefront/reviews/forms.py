"""The forms: a review by its author, a report by a reader, an answer by the producer, a decision by the office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storefront.complaints.evidence_files import CleanFile, FileRefusedError, clean_files
from storefront.complaints.forms import ManyFilesInput
from storefront.complaints.texts import clean_line, clean_text
from storefront.reviews.answering import LONGEST_ANSWER
from storefront.reviews.models import Ground, State
from storefront.reviews.names import LONGEST_NAME, tells_a_contact
from storefront.reviews.ratings import POINTS
from storefront.reviews.reading import WORDS
from storefront.reviews.writing import LEAST_TEXT, LONGEST_TEXT, MOST_PICTURES

_NULL = _("Có ký tự không đọc được. Hãy gõ lại.")


class PicturesField(forms.FileField):
    """Several pictures, each judged by its content and drawn anew."""

    widget = ManyFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[CleanFile]:
        uploads = [upload for upload in (data or []) if upload]
        try:
            return clean_files(uploads, most=MOST_PICTURES, takes_papers=False)
        except FileRefusedError as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal


class CleanTextField(forms.CharField):
    """Some lines, without what steers a screen; counted as they are kept."""

    def __init__(self, *, least: int = 1, most: int, rows: int = 5, **kwargs: Any) -> None:
        self.least, self.most = least, most
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "maxlength": most}))
        super().__init__(strip=False, **kwargs)
        self.error_messages |= {"null_characters_not_allowed": _NULL, "required": _("Hãy viết vài lời.")}

    def clean(self, value: Any) -> str:
        text = clean_text(super().clean(value))
        if not text and not self.required:
            return ""
        if len(text) < self.least:
            message = _("Hãy viết ít nhất %(least)s ký tự, bạn mới viết %(number)s.")
            told = {"least": self.least, "number": len(text)}
            raise forms.ValidationError(message, code="min_length", params=told)
        if len(text) > self.most:
            message = _("Nhiều nhất %(most)s ký tự, bạn đã viết %(number)s.")
            raise forms.ValidationError(
                message, code="max_length", params={"most": self.most, "number": len(text)}
            )
        return text


class ReviewForm(forms.Form):
    """What somebody says of what they bought."""

    points = forms.TypedChoiceField(
        label=_("Bạn hài lòng tới đâu"),
        choices=[(points, points) for points in reversed(POINTS)],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn từ 1 tới 5 điểm."),
            "invalid_choice": _("Hãy chọn từ 1 tới 5 điểm."),
        },
    )
    text = CleanTextField(
        label=_("Nhận xét của bạn"),
        least=LEAST_TEXT,
        most=LONGEST_TEXT,
        help_text=_("Từ 10 tới 2.000 ký tự: vị, mùi, bao bì, giao hàng. Đừng ghi số điện thoại hay địa chỉ."),
    )
    display_name = forms.CharField(
        label=_("Tên hiện ra"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("Mọi người thấy tên này. Đổi tuỳ ý, hoặc để trống để chỉ hiện “Người mua”."),
        error_messages={"null_characters_not_allowed": _NULL},
    )
    pictures = PicturesField(
        label=_("Ảnh"),
        required=False,
        help_text=_("JPG, PNG hoặc WebP; nhiều nhất 3 ảnh, mỗi ảnh 8 MB. Vị trí chụp trong ảnh được gỡ bỏ."),
    )
    drops_pictures = forms.BooleanField(label=_("Bỏ các ảnh đã gửi"), required=False)
    website = forms.CharField(required=False, label=_("Để trống ô này"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["points"].choices = [
            (points, _("%(points)s điểm: %(word)s") % {"points": points, "word": WORDS[points]})
            for points in reversed(POINTS)
        ]

    def clean_display_name(self) -> str:
        name = clean_line(self.cleaned_data["display_name"])
        if tells_a_contact(name):
            raise forms.ValidationError(_("Đừng để số điện thoại, thư điện tử hay đường dẫn trong tên."))
        return name

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Ô này phải để trống."), code="honeypot")
        return ""


class ReportForm(forms.Form):
    """Why the office should look again."""

    ground = forms.ChoiceField(
        label=_("Có gì không ổn"),
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn lý do."), "invalid_choice": _("Hãy chọn lý do.")},
    )
    text = CleanTextField(label=_("Nói rõ thêm"), most=500, rows=3, required=False)
    website = forms.CharField(required=False, label=_("Để trống ô này"))

    clean_website = ReviewForm.clean_website


class AnswerForm(forms.Form):
    """The producer's answer."""

    text = CleanTextField(
        label=_("Trả lời của chủ thể"),
        least=2,
        most=LONGEST_ANSWER,
        help_text=_(
            "Nhiều nhất 1.000 ký tự, được đọc duyệt rồi mới hiện. Đừng nêu thông tin riêng của người mua."
        ),
    )


class DecisionForm(forms.Form):
    """What the office decides of the version it read."""

    becomes = forms.ChoiceField(choices=[(State.PUBLISHED, ""), (State.REFUSED, "")])
    version = forms.IntegerField(min_value=1)
    seen = forms.ChoiceField(choices=State.choices)
    ground = forms.ChoiceField(choices=[("", ""), *Ground.choices], required=False)
    words = CleanTextField(most=500, required=False)
