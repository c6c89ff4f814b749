"""The form on a preview that says what the file does not: facts it lacks, what its headings mean, which sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.importing.column_sets import COLUMN_SETS
from catalogue.importing.columns import ignored
from catalogue.importing.given import FileKind, Given
from catalogue.importing.given_form import GivenForm, as_text
from catalogue.importing.models import ImportUpload
from catalogue.importing.reading_report import OPTIONS, labels
from catalogue.importing.uploads import correct_upload
from storefront.errors import DomainError

LEAVE_OUT = "-"


class CorrectionForm(GivenForm):
    """`GivenForm` filled with what is given or read, with the meaning of every column and the sheets to read."""

    ignore_unknown = forms.BooleanField(label=gettext_lazy("Bỏ qua cột không nhận ra"), required=False)
    remember = forms.BooleanField(
        label=gettext_lazy("Nhớ cách hiểu các cột này cho tệp sau có cùng tiêu đề"),
        required=False,
        initial=True,
    )

    def __init__(self, upload: ImportUpload, data: Any = None) -> None:
        self.upload, self.given = upload, upload.what_is_given
        super().__init__(data, initial=self._initial(), prefix="doc")
        for name, label in labels(self.given.kind).items():
            self.fields[name].label = label
        self.columns = [column for column in upload.reading.get("columns", ()) if column["folded"]]
        choices = _meanings(self.given.kind)
        for place, column in enumerate(self.columns):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=column["heading"],
                choices=[*choices, *_own_meaning(self.given.kind, column["key"])],
                required=False,
                initial=LEAVE_OUT if column["key"] == "" else column["key"] or "",
            )
        sheets = self._sheets()
        if len(sheets) > 1:
            self.fields["sheets"] = forms.MultipleChoiceField(
                label=gettext_lazy("Trang tính là danh sách"),
                choices=[(name, name) for name in sheets],
                required=False,
                initial=self.given.sheets or [sheet["name"] for sheet in upload.reading.get("sheets", ())],
                widget=forms.CheckboxSelectMultiple,
            )

    def column_rows(self) -> Iterator[tuple[dict[str, Any], forms.BoundField]]:
        """Every column of the file with the field that says what it means."""
        for place, column in enumerate(self.columns):
            yield column, self[f"column-{place}"]

    def correct(self, *, by: Any, plan_up_to: int | None = None) -> ImportUpload | None:
        """Read the file anew; `None` with the reason on the form when it cannot be."""
        try:
            return correct_upload(
                self.upload,
                given=self._given(),
                by=by,
                remember_columns=self.cleaned_data["remember"] and "columns" in self._changed(),
                plan_up_to=plan_up_to,
            )
        except DomainError as error:
            field = error.field if error.field in self.fields else None
            self.add_error(field, forms.ValidationError(str(error.message), code=error.code))
            return None

    def _given(self) -> Given:
        sheets = tuple(self.cleaned_data.get("sheets", self.given.sheets))
        read_by_itself = tuple(sheet["name"] for sheet in self.upload.reading.get("sheets", ()))
        return Given(
            kind=self.given.kind,
            **self.facts(titles=self.upload.reading.get("prefill")),
            columns=self._chosen(),
            sheets=() if not self.given.sheets and sheets == read_by_itself else sheets,
            ignore_unknown=self.cleaned_data["ignore_unknown"],
        )

    def _chosen(self) -> dict[str, str]:
        """What was chosen: as before where nothing changed, headings nobody knows only where somebody says."""
        chosen = dict(self.given.columns)
        for place, column in enumerate(self.columns):
            value = self.cleaned_data.get(f"column-{place}", "")
            before = LEAVE_OUT if column["key"] == "" else column["key"] or ""
            if value != before:
                chosen[column["folded"]] = "" if value == LEAVE_OUT else value
                if not value:
                    del chosen[column["folded"]]
        return chosen

    def _changed(self) -> set[str]:
        return {"columns" for name in self.changed_data if name.startswith("column-")}

    def _sheets(self) -> list[str]:
        reading = self.upload.reading
        return [sheet["name"] for sheet in (*reading.get("sheets", ()), *reading.get("skipped", ()))]

    def _initial(self) -> dict[str, Any]:
        read = self.upload.reading.get("prefill", {})
        told = {name: getattr(self.given, name) or read.get(name, "") for name in OPTIONS}
        return {
            **{name: as_text(value) for name, value in told.items()},
            "decided_on": _day_in_words(told["decided_on"]),
            "ignore_unknown": self.given.ignore_unknown,
            "remember": True,
        }


def _meanings(kind: FileKind) -> list[tuple[str, str]]:
    columns = [
        (column.key, column.label) for column in COLUMN_SETS[kind].columns if column.read is not ignored
    ]
    return [("", _("— chưa rõ —")), (LEAVE_OUT, _("Bỏ qua, không nhập")), *columns]


def _own_meaning(kind: FileKind, key: str | None) -> list[tuple[str, str]]:
    """What a column means by its usual heading and nobody need choose: a running number, a source."""
    column = COLUMN_SETS[kind].by_key.get(key or "")
    return [(column.key, column.label)] if column and column.read is ignored else []


def _day_in_words(value: Any) -> str:
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    year, _sign, rest = str(value).partition("-")
    month, _sign, day = rest.partition("-")
    return f"{day}/{month}/{year}" if day else str(value)
