"""Form controls of the checkout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString


class LongSelect(forms.Select):
    """A select of hundreds of choices without groups, written in one go: Django's renders a template for each."""

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = set(self.format_value(value))
        options = SafeString("\n".join(self._options(chosen)))
        built = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>\n{}\n</select>", flatatt(built), options)

    def _options(self, chosen: set[str]) -> Iterator[str]:
        for value, label in self.choices:
            text = "" if value is None else str(value)
            mark = " selected" if text in chosen else ""
            yield f'<option value="{escape(text)}"{mark}>{escape(str(label))}</option>'
