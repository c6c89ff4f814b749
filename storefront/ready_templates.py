"""Templates whose markup is worked out once for each shape, for pieces that stand on a page dozens of times.

Django walks through a template's nodes anew each time; a list of 24 cards spends most of its time there. A
`ReadyTemplate` renders once with stand-ins for texts, remembers where they went, and afterwards only puts the texts
of the moment there, escaped as the template would.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from html import escape
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

#: More shapes than a page has; whoever makes more starts anew.
MOST_SHAPES = 1000
_STAND_IN = re.compile("\ue000([0-9]+)\ue001")


class NotATextError(ValueError):
    """The template does more with a text than to show it."""


class _Shape(NamedTuple):
    pattern: str
    places: tuple[int, ...]


class ReadyTemplate:
    """A template that is shown often with other texts.

    A value that is a text, or a text inside a tuple, may only be shown or asked whether it is empty: no filter, no
    comparison. Everything else (numbers, True, None, the values named in `fixed`) shapes the markup, must be
    hashable and should have few values.

    Raises `NotATextError` at the first use of a shape in which a filter was laid on a text.
    """

    def __init__(self, name: str, *, fixed: Collection[str] = ()) -> None:
        self._name = name
        self._fixed = frozenset(fixed)
        self._shapes: dict[object, _Shape] = {}

    def __call__(self, **values: Any) -> SafeString:
        """The markup for these values."""
        return mark_safe(self._drawn(values, get_language()))

    def each(self, rows: Iterable[Mapping[str, Any]]) -> list[SafeString]:
        """The markup for each of these: what they have in common is worked out once."""
        language = get_language()
        return [mark_safe(self._drawn(values, language)) for values in rows]

    def _drawn(self, values: Mapping[str, Any], language: str | None) -> str:
        if settings.DEBUG:
            return render_to_string(self._name, dict(values))
        texts: list[str] = []
        key: list[object] = [language, *values]
        fixed = self._fixed
        for name, value in values.items():
            key.append(value if name in fixed else _shape_of(value, texts))
        known = tuple(key)
        shape = self._shapes.get(known)
        if shape is None:
            if len(self._shapes) >= MOST_SHAPES:
                self._shapes.clear()
            shape = self._shapes[known] = self._work_out(values)
        escaped = [text if isinstance(text, SafeString) else escape(text) for text in texts]
        return shape.pattern % tuple([escaped[place] for place in shape.places])

    def _work_out(self, values: Mapping[str, Any]) -> _Shape:
        number = 0

        def stand_in(value: Any) -> Any:
            nonlocal number
            if isinstance(value, str) and value:
                number += 1
                return f"\ue000{number - 1}\ue001"
            if isinstance(value, tuple):
                made = [stand_in(one) for one in value]
                return type(value)(*made) if hasattr(value, "_fields") else tuple(made)
            return value

        markup = render_to_string(
            self._name,
            {name: value if name in self._fixed else stand_in(value) for name, value in values.items()},
        )
        pieces = _STAND_IN.split(markup)
        if any("\ue000" in piece or "\ue001" in piece for piece in pieces[::2]):
            raise NotATextError(f"{self._name} lays a filter on a text")
        pattern = "%s".join(piece.replace("%", "%%") for piece in pieces[::2])
        return _Shape(pattern, tuple(int(place) for place in pieces[1::2]))


def _shape_of(value: Any, texts: list[str]) -> object:
    """What of a value shapes the markup; its texts are added to `texts`."""
    if isinstance(value, str):
        if not value:
            return False
        texts.append(value)
        return True
    if isinstance(value, tuple):
        return tuple([_shape_of(one, texts) for one in value])
    return value
