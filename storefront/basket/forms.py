"""The quantity a shopper types. An override of Oscar's module of the same name."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

_MOST = 10_000


class QuantityForm(forms.Form):
    """A whole number from 1; whether stock reaches that far is asked of the strategy."""

    quantity = forms.IntegerField(
        label=_("Số lượng"),
        min_value=1,
        max_value=_MOST,
        error_messages={
            "required": _("Hãy nhập số lượng."),
            "invalid": _("Số lượng phải là một số, ví dụ 2."),
            "min_value": _("Số lượng ít nhất là 1. Muốn bỏ món này, hãy bấm “Bỏ”."),
            "max_value": _("Số lượng quá lớn: nhiều nhất 10.000. Cần nhiều hơn, hãy liên hệ chủ thể."),
        },
    )

    @property
    def complaint(self) -> str:
        """The first error in words."""
        return str(next(iter(self.errors["quantity"])))
