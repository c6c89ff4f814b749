"""The editors' form of an image: the same judgement, said beside the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from storefront.pictures.library import clean_name
from storefront.pictures.reading import PictureRefusedError, clean_file


class LibraryFileField(WagtailImageField):
    """Wagtail's field with our reading: its own gives up on a file that was cut off on the way."""

    def to_python(self, data: Any) -> Any:
        file = forms.FileField.to_python(self, data)
        if file is None:
            return None
        try:
            return clean_file(file, stem=clean_name(file.name))
        except PictureRefusedError as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from refusal


class LibraryImageForm(BaseImageForm):
    """Wagtail's form; what it stores is clean."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = LibraryFileField(
                label=given.label, required=given.required, widget=given.widget
            )
