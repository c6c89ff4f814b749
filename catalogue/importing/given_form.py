"""The fields that say for a whole file what it may lack: decision, day, authority, place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.importing.cells import read_date
from catalogue.importing.errors import CellError
from catalogue.importing.reading_report import OPTIONS


class DayField(forms.CharField):
    """A whole day as people write it: `15/5/2024`, `2024-05-15`, `ngày 15 tháng 5 năm 2024`."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            cell = read_date(text) if text else None
        except CellError as error:
            raise forms.ValidationError(str(error.message), code=error.code) from error
        if cell is not None and cell.day is None:
            raise forms.ValidationError(_("Cần ngày đầy đủ, ví dụ 15/5/2024."), code="date-incomplete")
        return cell.day if cell else None


class GivenForm(forms.Form):
    """The facts that may be given for a whole file."""

    decision = forms.CharField(label=gettext_lazy("Số quyết định"), required=False, max_length=120)
    decided_on = DayField(label=gettext_lazy("Ngày quyết định"), required=False, max_length=60)
    authority = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), required=False, max_length=160)
    place = forms.CharField(label=gettext_lazy("Nơi (tỉnh, huyện, xã)"), required=False, max_length=200)

    def facts(self, *, titles: dict[str, Any] | None = None) -> dict[str, Any]:
        """What was filled in; a field left as the title lines say it gives nothing of its own."""
        told = {name: self.cleaned_data.get(name) for name in OPTIONS}
        said = titles or {}
        return {
            name: value for name, value in told.items() if value and as_text(value) != str(said.get(name, ""))
        }


def as_text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value).strip()
