"""Addresses worked out once for each language: a page names the same few kinds of thing dozens of times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language

#: Letters that stand in an address as they are, whatever its pattern.
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class ReadyAddress:
    """`reverse(name, kwargs)` for slugs and numbers, which its pattern takes as they are; all else to `reverse`.

    `examples`: for those values that must have a certain form, one in that form which occurs nowhere else.
    """

    def __init__(self, name: str, **examples: str) -> None:
        self._name, self._examples = name, examples
        self._patterns: dict[Any, str] = {}

    def __call__(self, **values: Any) -> str:
        """The address in the language of the moment."""
        return self.each([values])[0]

    def each(self, things: Iterable[Mapping[str, Any]]) -> list[str]:
        """The address of each of these in the language of the moment."""
        key = (get_language(), get_urlconf(), get_script_prefix())
        return [self._address(values, key) for values in things]

    def _address(self, values: Mapping[str, Any], key: Any) -> str:
        for value in values.values():
            if not _is_plain(value):
                return reverse(self._name, kwargs=dict(values))
        pattern = self._patterns.get(key)
        if pattern is None:
            pattern = self._patterns[key] = self._work_out(values)
        return pattern % values

    def _work_out(self, values: Mapping[str, Any]) -> str:
        stand_ins = {
            name: 7_770_000_001 + place if isinstance(value, int) else f"stand-in-{place}-here"
            for place, (name, value) in enumerate(values.items())
        } | self._examples
        address = reverse(self._name, kwargs=stand_ins).replace("%", "%%")
        for name, stand_in in stand_ins.items():
            address = address.replace(str(stand_in), f"%({name})s")
        return address


class ReadyFile:
    """`static(path)` for the few files somebody names, worked out once for each storage; with `DEBUG` each time."""

    def __init__(self) -> None:
        self._known: dict[Any, str] = {}

    def __call__(self, path: str) -> str:
        """The address of the file."""
        if settings.DEBUG:
            return str(static(path))
        staticfiles_storage.base_url  # noqa: B018 -- sets the storage up
        key = (staticfiles_storage._wrapped, settings.STATIC_URL, path)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = str(static(path))
        return known


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return _PLAIN.fullmatch(value) is not None
    return type(value) is int and value >= 0
