"""The form of a revocation of many products by one decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalogue.certification.back_office.listing import STARS
from catalogue.certification.forms import RevocationForm, date_field
from catalogue.certification.rules import grounds
from catalogue.models import Category, Product
from catalogue.producers.models import Producer
from catalogue.programme.selecting import MOST, Line, products_chosen, products_named
from storefront.places.models import Province

_ONE = RevocationForm.base_fields


class BatchRevocationForm(forms.Form):
    """Decision facts as for one product; the products by their names or by a filter."""

    number = _ONE["number"]
    decided_on = _ONE["decided_on"]
    authority = _ONE["authority"]
    tier = _ONE["tier"]
    province = _ONE["province"]
    revoked_on = date_field(_("Thu hồi từ ngày"))
    ground = _ONE["ground"]
    note = _ONE["note"]
    names = forms.CharField(
        label=_("Tên hoặc mã sản phẩm"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Mỗi dòng một sản phẩm, dán được từ bảng tính. Trùng tên thì ghi: tên; chủ thể."),
    )
    where = forms.ModelChoiceField(Province.objects.none(), label=_("Tỉnh, thành phố"), required=False)
    producer = forms.ModelChoiceField(Producer.objects.none(), label=_("Chủ thể"), required=False)
    group = forms.ModelChoiceField(Category.objects.none(), label=_("Ngành"), required=False)
    star = forms.TypedChoiceField(
        label=_("Hạng sao"),
        choices=[("", _("Mọi hạng")), *STARS],
        coerce=int,
        required=False,
        empty_value=None,
    )

    about_decision = ("number", "decided_on", "authority", "tier", "province")
    about_revocation = ("revoked_on", "ground", "note")
    by_filter = ("where", "producer", "group", "star")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provinces = Province.objects.on(timezone.localdate())
        self.fields["province"].queryset = provinces
        self.fields["where"].queryset = provinces
        self.fields["producer"].queryset = Producer.objects.all()
        self.fields["group"].queryset = Category.objects.filter(depth=1)
        lawful = [(ground.code, ground.name) for ground in grounds().values()]
        self.fields["ground"].choices = [("", _("Chọn căn cứ")), *lawful]
        self.lines: list[Line] = []
        self.products: list[Product] = []

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        chosen = {name: told[name] for name in self.by_filter if told.get(name)}
        if not told.get("names") and not chosen:
            raise forms.ValidationError(
                _("Chọn sản phẩm: dán tên hoặc mã, hoặc chọn ít nhất một điều kiện lọc.")
            )
        if told.get("names"):
            self.lines = products_named(told["names"])
        found = {line.product.pk: line.product for line in self.lines if line.product}
        if chosen and told.get("revoked_on"):
            on = told["revoked_on"]
            found |= {one.pk: one for one in products_chosen(on=on, **chosen)[: MOST + 1]}
        self.products = list(found.values())
        if max(len(self.products), len(self.lines)) > MOST:
            raise forms.ValidationError(
                ngettext(
                    "Một lần thu hồi nhiều nhất %(most)s sản phẩm.",
                    "Một lần thu hồi nhiều nhất %(most)s sản phẩm.",
                    MOST,
                )
                % {"most": MOST}
            )
        if chosen and told.get("revoked_on") and not found:
            raise forms.ValidationError(_("Không có sản phẩm nào đang có sao thoả các điều kiện này."))
        return told

    def fieldsets(self) -> list[tuple[Any, str, list[forms.BoundField]]]:
        """The three parts of the page, each with what it asks."""
        parts = [
            (_("Quyết định"), "", self.about_decision),
            (_("Thu hồi"), "", self.about_revocation),
            (_("Sản phẩm theo tên hoặc mã"), "", ("names",)),
            (
                _("Sản phẩm theo điều kiện"),
                _("Chọn mọi sản phẩm đang có sao vào ngày thu hồi và thoả các điều kiện dưới đây."),
                self.by_filter,
            ),
        ]
        return [(title, about, [self[name] for name in names]) for title, about, names in parts]
