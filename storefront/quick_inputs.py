"""Django's form renderer, which writes `<input>` itself: a template and its includes took ten times as long."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeData, SafeString, mark_safe

_KINDS = ("text", "email", "number", "tel", "search", "url", "hidden", "checkbox")
_INPUTS = frozenset(f"django/forms/widgets/{kind}.html" for kind in _KINDS)
_OPTIONS = frozenset(f"django/forms/widgets/{kind}_option.html" for kind in ("radio", "checkbox"))


class QuickInputs(DjangoTemplates):
    """Writes what `django/forms/widgets/input.html` would, letter by letter; everything else is Django's."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        if template_name in _INPUTS or (
            template_name in _OPTIONS and not context["widget"].get("wrap_label")
        ):
            return _input(context["widget"])
        return super().render(template_name, context, request)


def _input(widget: dict[str, Any]) -> SafeString:
    written = [
        f'<input type="{conditional_escape(widget["type"])}" name="{conditional_escape(widget["name"])}"'
    ]
    if widget["value"] is not None:
        written.append(f' value="{_told(widget["value"])}"')
    for name, value in widget["attrs"].items():
        if value is True:
            written.append(f" {conditional_escape(name)}")
        elif value is not False:
            written.append(f' {conditional_escape(name)}="{_told(value)}"')
    written.append(">")
    return mark_safe("".join(written))


def _told(value: Any) -> str:
    """As the filter `stringformat:"s"` and the template write it."""
    return str(value) if isinstance(value, SafeData) else escape(str(value))
