"""The period as an address carries it: `?tu=YYYY-MM-DD&den=YYYY-MM-DD`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from storefront.evidence.parts import day
from storefront.evidence.period import Period

#: Before the programme began (Quyết định 490/QĐ-TTg, 2018) nothing can have happened in it.
FIRST_DAY = date(2018, 5, 7)


class PeriodForm(forms.Form):
    """Two days, both included; neither after today. What is left out is taken from the usual period."""

    tu = forms.DateField(
        label=_("Từ ngày"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    den = forms.DateField(
        label=_("Đến hết ngày"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, asked: QueryDict, *, usual: Period) -> None:
        self.usual = usual
        told = {"tu": usual.first.isoformat(), "den": usual.last.isoformat()}
        super().__init__({name: asked.get(name, "").strip() or told[name] for name in told}, auto_id="id_%s")
        for name in told:
            widget = self.fields[name].widget
            widget.attrs |= {"min": FIRST_DAY.isoformat(), "max": usual.last.isoformat()}

    def clean_tu(self) -> date:
        return self._known_day("tu")

    def clean_den(self) -> date:
        return self._known_day("den")

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        first, last = told.get("tu"), told.get("den")
        if first and last and first > last:
            self.add_error(
                "den",
                forms.ValidationError(
                    _("Ngày cuối (%(last)s) phải từ ngày đầu (%(first)s) trở đi."),
                    code="ends-before-it-begins",
                    params={"first": day(first), "last": day(last)},
                ),
            )
        return told

    def period(self) -> Period:
        """The period asked for; only of a valid form."""
        return Period(self.cleaned_data["tu"], self.cleaned_data["den"])

    def _known_day(self, name: str) -> date:
        asked = self.cleaned_data[name]
        if asked > self.usual.last:
            raise forms.ValidationError(
                _("Chưa tới ngày %(day)s: chỉ kể những gì đã ghi đến hôm nay, %(today)s."),
                code="future",
                params={"day": day(asked), "today": day(self.usual.last)},
            )
        if asked < FIRST_DAY:
            raise forms.ValidationError(
                _("Chương trình OCOP bắt đầu ngày %(day)s: không có gì trước đó."),
                code="before-the-programme",
                params={"day": day(FIRST_DAY)},
            )
        return asked
