"""Cells of officers' lists that carry the heading of their column."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

register = template.Library()


@register.simple_tag(takes_context=True)
def headed_cell(context: Any, cell: Any) -> str:
    """The cell as its column renders it, with the column's heading in `data-label`."""
    html = cell.render_html(context)
    label = escape(capfirst(str(cell.column.label or "")))
    return mark_safe(html.replace("<td", f'<td data-label="{label}"', 1))
