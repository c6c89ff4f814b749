"""Forms of the public code pages and of the label desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Product
from catalogue.producers.models import Producer
from qr.labels import MAX_LABELS, SheetOptions
from qr.layouts import LAYOUTS
from qr.models import Code, Report


class ReportForm(forms.ModelForm):
    """A report about a package, by whoever holds it; no account, no duty to leave a name."""

    class Meta:
        model = Report
        fields = ["kind", "message", "bought_at", "contact"]
        widgets = {
            "kind": forms.RadioSelect,
            "message": forms.Textarea(attrs={"rows": 4}),
            "contact": forms.TextInput(attrs={"autocomplete": "email"}),
        }
        help_texts = {"bought_at": _("Tên cửa hàng, chợ, hoặc địa chỉ trang bán hàng.")}
        error_messages = {
            "kind": {"required": _("Hãy chọn bạn muốn báo về việc gì.")},
            "message": {"required": _("Hãy kể ngắn gọn bạn thấy gì.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Report.Kind.choices

    def send(self, code: Code) -> Report:
        """Keep the report for the office."""
        report = self.save(commit=False)
        report.code = code
        report.sent_at = timezone.now()
        report.save()
        return report


class RetireForm(forms.Form):
    """Why a code is printed no more."""

    reason = forms.CharField(
        label=_("Vì sao ngừng mã này?"),
        max_length=200,
        help_text=_("Người quét tem cũ sẽ đọc được câu này, ví dụ: “Tem in sai tên, đã thay bằng tem mới.”"),
        error_messages={"required": _("Hãy ghi lý do ngừng mã.")},
    )


class LabelSheetForm(forms.Form):
    """Which labels, on which sheet."""

    class Scope(TextChoices):
        LISTED = "listed", _("Mọi sản phẩm đang bày")
        PRODUCER = "producer", _("Sản phẩm của một chủ thể")
        PICKED = "picked", _("Tự chọn từng sản phẩm")

    scope = forms.ChoiceField(
        label=_("In tem cho"), choices=Scope.choices, initial=Scope.LISTED, widget=forms.RadioSelect
    )
    producer = forms.ModelChoiceField(
        label=_("Chủ thể"), queryset=Producer.objects.none(), required=False, empty_label=_("Chọn chủ thể")
    )
    products = forms.ModelMultipleChoiceField(
        label=_("Sản phẩm"),
        queryset=Product.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    layout = forms.ChoiceField(label=_("Khổ tem trên tờ A4"), widget=forms.RadioSelect)
    copies = forms.IntegerField(label=_("Số tem mỗi sản phẩm"), min_value=1, max_value=MAX_LABELS, initial=1)
    start_at = forms.IntegerField(
        label=_("Bắt đầu từ tem số"),
        min_value=1,
        max_value=65,
        initial=1,
        help_text=_("Đếm từ trái sang phải, từ trên xuống dưới, khi tờ đã dùng dở."),
    )
    offset_x = forms.DecimalField(
        label=_("Lệch sang phải (mm)"),
        initial=0,
        decimal_places=1,
        max_digits=3,
        help_text=_("Số âm: lệch sang trái."),
    )
    offset_y = forms.DecimalField(
        label=_("Lệch xuống dưới (mm)"),
        initial=0,
        decimal_places=1,
        max_digits=3,
        help_text=_("Số âm: lệch lên trên."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = Product.objects.listed().select_related("producer")
        self.fields["layout"].choices = [(key, layout.name) for key, layout in LAYOUTS.items()]
        self.fields["layout"].initial = next(iter(LAYOUTS))
        self.fields["producer"].queryset = Producer.objects.active()
        self.fields["products"].queryset = listed.order_by("producer__name_folded", "name_folded")
        self.fields["products"].label_from_instance = lambda product: f"{product.title}, {product.producer}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("scope") == self.Scope.PRODUCER and not data.get("producer"):
            self.add_error("producer", _("Hãy chọn chủ thể."))
        if data.get("scope") == self.Scope.PICKED and not data.get("products"):
            self.add_error("products", _("Hãy chọn ít nhất một sản phẩm."))
        return data

    def chosen_products(self) -> list[Product]:
        """The products the form names, by name."""
        listed = Product.objects.listed().order_by("name_folded", "pk")
        if self.cleaned_data["scope"] == self.Scope.PRODUCER:
            listed = listed.filter(producer=self.cleaned_data["producer"])
        elif self.cleaned_data["scope"] == self.Scope.PICKED:
            listed = listed.filter(pk__in=[product.pk for product in self.cleaned_data["products"]])
        return list(listed)

    def sheet_options(self) -> SheetOptions:
        """The layout the form asks for."""
        keys = ("layout", "copies", "start_at", "offset_x", "offset_y")
        return SheetOptions(**{key: self.cleaned_data[key] for key in keys})
