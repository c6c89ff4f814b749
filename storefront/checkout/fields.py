"""Form fields of the checkout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from storefront.checkout.widgets import LongSelect


class PlaceField(forms.ChoiceField):
    """A province or commune by its code, among those offered; its value is the unit itself."""

    widget = LongSelect

    def offer(self, units: Mapping[str, Any], choices: Iterable[tuple[str, str]], *, empty: Any) -> None:
        """Name what may be chosen: units by code, and how the page lists them."""
        self._units = units
        self.choices = [("", empty), *choices]

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        unit = self._units.get(str(value))
        if unit is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return unit

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
