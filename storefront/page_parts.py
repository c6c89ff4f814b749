"""What a page has read at once for the tags of its template (`storefront.ready_together`), found by them."""

from __future__ import annotations

from typing import Any

from django.template import Context


def part_read(context: Context, name: str) -> list[Any] | None:
    """The rows of a part that the page of this template has read; None where the tag has to ask by itself."""
    parts = getattr(context.get("page"), "page_parts", None)
    return None if parts is None else parts.get(name)
