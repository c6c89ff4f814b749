"""What an officer fills in by hand. Each form calls one function of the ledger and shows its refusal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from catalogue.certification import ledger
from catalogue.certification.decisions import authority_key, normalise_number
from catalogue.certification.errors import LedgerError
from catalogue.certification.models import Decision, LedgerEntry, Tier
from catalogue.certification.rules import grounds, rule_set_for
from storefront.places.models import Province

CALLER = "page"
DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]
_today_in_words = _("Dạng ngày/tháng/năm, ví dụ 17/01/2025.")


def date_field(label: Any, *, required: bool = True, help_text: Any = _today_in_words) -> forms.DateField:
    """A day as Vietnamese offices write it."""
    return forms.DateField(
        label=label,
        required=required,
        input_formats=DATE_FORMATS,
        widget=AdminDateInput(format="%d/%m/%Y"),
        help_text=help_text,
    )


class LedgerForm(forms.Form):
    """Fills itself with a ledger refusal: beside its field when the form has it, above the form otherwise."""

    #: Ledger fields that go by another name here.
    names = {"authority": "authority", "decision": "number", "tier": "tier"}

    def __init__(self, *args: Any, product: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product, self.user = product, user

    def record(self) -> LedgerEntry | None:
        """Write the entry; None when the ledger refused, and the form says why."""
        try:
            return self.enter()
        except LedgerError as refusal:
            field = self.names.get(refusal.field, refusal.field)
            self.add_error(field if field in self.fields else None, str(refusal.message))
            return None

    def enter(self) -> LedgerEntry:
        """Call the ledger. Raises LedgerError. Each form says how; a form's metaclass knows no abstract methods."""
        raise NotImplementedError

    @property
    def origin(self) -> dict[str, Any]:
        return {"by": self.user, "caller": CALLER}


class DecidedForm(LedgerForm):
    """A form whose entry rests on a decision: the one of that number, day and authority, entered once."""

    number = forms.CharField(
        label=_("Số quyết định"), max_length=80, required=False, help_text=_("Ví dụ: 377/QĐ-BNN-VPĐP")
    )
    decided_on = date_field(_("Ngày ký"))
    authority = forms.CharField(label=_("Cơ quan ban hành"), max_length=200)
    tier = forms.ChoiceField(label=_("Cấp"), choices=Tier.choices, initial=Tier.PROVINCE)
    province = forms.ModelChoiceField(
        Province.objects.none(),
        label=_("Tỉnh, thành phố"),
        required=False,
        help_text=_("Của cơ quan ban hành."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = Province.objects.on(timezone.localdate())
        self.fields["province"].initial = self.product.province_id

    def decision(self) -> Decision:
        """The decision named in the form, entered when it is new. Raises LedgerError."""
        told = self.cleaned_data
        return ledger.get_or_create_decision(
            number=told["number"],
            decided_on=told["decided_on"],
            authority=told["authority"],
            tier=told["tier"],
            province=told["province"],
        )


class RecognitionForm(DecidedForm):
    """A star by decision."""

    star = forms.TypedChoiceField(
        label=_("Hạng sao"),
        choices=[("", _("Chọn hạng sao")), *((star, f"{star} ★") for star in (3, 4, 5))],
        coerce=int,
    )
    score = forms.DecimalField(
        label=_("Điểm"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        help_text=_("Điểm bình quân của hội đồng, ví dụ 69,5."),
    )
    valid_from = date_field(_("Có hiệu lực từ"), required=False, help_text=_("Để trống: từ ngày ký."))
    valid_to = date_field(_("Hết hạn ngày"), required=False)
    place_as_certified = forms.CharField(
        label=_("Nơi làm ra ghi trong quyết định"), max_length=200, required=False
    )
    product_code = forms.CharField(label=_("Mã sản phẩm OCOP"), max_length=60, required=False)
    supersedes = forms.BooleanField(
        label=_("Thay thế lần công nhận đang có"),
        required=False,
        help_text=_("Chọn khi nâng hạng, hạ hạng hoặc công nhận lại trước hạn."),
    )
    accepted_reason = forms.CharField(
        label=_("Lý do chấp nhận ngoại lệ"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Chỉ khi điểm, thẩm quyền hoặc thời gian không khớp mà vẫn phải ghi."),
    )
    field_order = ["star", "score", "number", "decided_on", "authority", "tier", "province"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rules := rule_set_for(timezone.localdate()):
            told = _("Ngày đầu tiên không còn hiệu lực. Để trống: sau %(months)s tháng.")
            self.fields["valid_to"].help_text = told % {"months": rules.term_months}
        if not self.user.has_perm("certification.accept_exception"):
            del self.fields["accepted_reason"]

    def enter(self) -> LedgerEntry:
        told = self.cleaned_data
        return ledger.record_recognition(
            self.product,
            star=told["star"],
            decision=self.decision(),
            valid_from=told["valid_from"],
            valid_to=told["valid_to"],
            score=told["score"],
            place_as_certified=told["place_as_certified"],
            product_code=told["product_code"],
            supersedes=told["supersedes"],
            accepted_reason=told.get("accepted_reason", ""),
            **self.origin,
        )


class ExtensionForm(DecidedForm):
    """The transition rule, where the era in force has one."""

    until = date_field(_("Gia hạn đến"))
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = rule_set_for(timezone.localdate())
        told = _("Ngày đầu tiên không còn hiệu lực.")
        if rules and rules.extension:
            most = _("Ngày đầu tiên không còn hiệu lực, nhiều nhất %(days)s ngày sau ngày hết hạn.")
            told = most % {"days": rules.extension.max_days}
        self.fields["until"].help_text = told

    def enter(self) -> LedgerEntry:
        told = self.cleaned_data
        return ledger.extend_recognition(
            self.product, until=told["until"], decision=self.decision(), note=told["note"], **self.origin
        )


class RevocationForm(DecidedForm):
    """A star is taken away."""

    revoked_on = date_field(_("Thu hồi từ ngày"))
    ground = forms.ChoiceField(label=_("Căn cứ"))
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lawful = [(ground.code, ground.name) for ground in grounds().values()]
        self.fields["ground"].choices = [("", _("Chọn căn cứ")), *lawful]

    def enter(self) -> LedgerEntry:
        told = self.cleaned_data
        return ledger.revoke_recognition(
            self.product,
            revoked_on=told["revoked_on"],
            decision=self.decision(),
            ground=told["ground"],
            note=told["note"],
            **self.origin,
        )


class CorrectionForm(LedgerForm):
    """An entry was wrong."""

    reason = forms.CharField(
        label=_("Lý do đính chính"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bản ghi cũ vẫn nằm trong sổ nhưng không còn được tính. Sau đó ghi lại thông tin đúng."),
    )

    def __init__(self, *args: Any, entry: LedgerEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = entry

    def enter(self) -> LedgerEntry:
        return ledger.correct_entry(self.entry, reason=self.cleaned_data["reason"], **self.origin)


class DecisionForm(WagtailAdminModelForm):
    """A decision by itself, before or without entries."""

    decided_on = date_field(_("Ngày ký"))

    class Meta:
        model = Decision
        fields = ["number", "decided_on", "authority", "tier", "province"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        decided_on, authority = told.get("decided_on"), told.get("authority")
        if decided_on and decided_on > timezone.localdate():
            self.add_error("decided_on", _("Ngày ký ở sau hôm nay."))
        elif decided_on and authority:
            twins = Decision.objects.filter(
                number=normalise_number(told.get("number", "")),
                decided_on=decided_on,
                authority_key=authority_key(authority),
            )
            if twins.exclude(pk=self.instance.pk).exists():
                self.add_error("number", _("Quyết định này đã có trong sổ."))
        return told
