"""Form fields that read what people type on a phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storefront.errors import DomainError
from storefront.portal.typed import read_dong


class DongField(forms.CharField):
    """An amount in whole đồng, typed with or without marks; cleaned to an int within its bounds."""

    def __init__(self, *, least: int = 1, most: int, **facts: Any) -> None:
        self.least, self.most = least, most
        facts.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(max_length=30, **facts)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = read_dong(text)
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal
        if not self.least <= amount <= self.most:
            least, most = (f"{bound:,}".replace(",", ".") for bound in (self.least, self.most))
            message = _("Hãy nhập từ %(least)s đến %(most)s đồng.") % {"least": least, "most": most}
            raise forms.ValidationError(message, code="out-of-bounds")
        return amount


def day_field(label: Any, **facts: Any) -> forms.DateField:
    """A day with the phone's own calendar."""
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **facts
    )
