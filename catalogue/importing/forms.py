"""The one form of the import page: a file, and whether columns nobody knows may be passed over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.importing.given import FileKind, Given
from catalogue.importing.given_form import GivenForm
from catalogue.importing.kinds import KINDS
from catalogue.importing.kinds.kind import KindOfFile
from catalogue.importing.models import ImportUpload
from catalogue.importing.works import hand_in
from storefront.errors import DomainError


class UploadForm(GivenForm):
    """Takes a file over into a waiting upload; what is wrong with the file is said under the field."""

    kind = forms.ChoiceField(
        label=_("Tệp này là"),
        choices=[(one.kind.value, one.title) for one in KINDS.values()],
        initial=FileKind.RECOGNITIONS,
        required=False,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("Tệp danh sách (.xlsx hoặc .csv)"),
        allow_empty_file=True,
        help_text=_("Nhiều nhất 20 MB và 50.000 dòng. Chưa ghi gì cho đến khi bạn chấp nhận bản xem trước."),
        error_messages={"required": _("Hãy chọn một tệp.")},
        widget=forms.FileInput(
            attrs={
                "accept": ".xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
    )
    ignore_unknown = forms.BooleanField(
        label=_("Bỏ qua cột không nhận ra"),
        required=False,
        help_text=_("Dữ liệu trong các cột này không được nhập; tệp gốc vẫn được giữ nguyên."),
    )

    def kinds(self) -> list[tuple[forms.BoundWidget, KindOfFile]]:
        """The choices of a kind, each with the words that tell what it is."""
        return list(zip(self["kind"], KINDS.values(), strict=True))

    def receive(self, *, by: Any) -> ImportUpload | None:
        """Return the upload, or `None` with the reason on the form."""
        file = self.cleaned_data["file"]
        try:
            kind = FileKind(self.cleaned_data["kind"] or FileKind.RECOGNITIONS)
            given = Given(kind=kind, **self.facts(), ignore_unknown=self.cleaned_data["ignore_unknown"])
            return hand_in(file, name=file.name, by=by, given=given)
        except DomainError as error:
            field = error.field if error.field in ("decision", "place") else "file"
            self.add_error(field, forms.ValidationError(str(error.message), code=error.code))
            return None
