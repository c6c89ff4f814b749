"""Form fields of the checkout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import BaseChoiceIterator

from storefront.checkout.widgets import LongSelect


class _Offered(BaseChoiceIterator):
    """Choices by the hundred that are pairs already: Django looks at each to make sure, and copies them."""

    def __init__(self, choices: Iterable[tuple[str, str]], empty: Any) -> None:
        self._choices, self._empty = choices, empty

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        yield "", self._empty
        yield from self._choices


class PlaceField(forms.ChoiceField):
    """A province or commune by its code, among those offered; its value is the unit itself."""

    widget = LongSelect

    def offer(self, units: Mapping[str, Any], choices: Iterable[tuple[str, str]], *, empty: Any) -> None:
        """Name what may be chosen: units by code, and how the page lists them."""
        self._units = units
        self.choices = _Offered(choices, empty)

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
