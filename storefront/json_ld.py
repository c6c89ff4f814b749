"""Linked data inside a page: one encoder, so that no name or text ever ends the element it stands in."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

#: What would end a script element, open a comment in one, or end a line in older JavaScript.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script_json(data: Any) -> SafeString:
    """Return `data` as JSON that may stand inside a script element; it reads back to equal data."""
    return mark_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES))


def told(**facts: Any) -> dict[str, Any]:
    """Return what is known: facts that are None, empty text or empty lists are left out. `at_type` is `@type`."""
    return {
        name.replace("at_", "@", 1) if name.startswith("at_") else name: fact
        for name, fact in facts.items()
        if fact is not None and fact != "" and fact != [] and fact != {}
    }
