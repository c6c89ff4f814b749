"""Names of exported data in words."""

from __future__ import annotations

from django import template

from storefront.privacy.export import words_for

register = template.Library()
register.filter("in_words", words_for)


@register.filter
def shape(value: object) -> str:
    """`record`, `list` or `plain`: how a value of the export is shown."""
    return "record" if isinstance(value, dict) else "list" if isinstance(value, list) else "plain"
