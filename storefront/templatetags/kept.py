"""Pieces of a page that are the same on every page: written once in a process."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

#: Of one piece; whoever makes more starts anew.
_MOST = 64


class KeptNode(template.Node):
    """What stands inside depends on the language, on the settings and on nothing else but the values named."""

    def __init__(self, inside: NodeList, by: list[FilterExpression]) -> None:
        self.nodelist = inside
        self._by = by
        self._kept: dict[Any, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        if settings.DEBUG:
            return self.nodelist.render(context)
        key = (
            get_language(),
            get_urlconf(),
            get_script_prefix(),
            settings.OCOP_SALES_MODE,
            settings.STATIC_URL,
            *(each.resolve(context, ignore_failures=True) for each in self._by),
        )
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            found = self._kept[key] = self.nodelist.render(context)
        return found


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept basket_lines %}…{% endkept %}`: write what is inside once for each value named, language and process.

    The values must be few and hashable. Not for anything a table, a visitor or a day changes.
    """
    _name, *by = token.split_contents()
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(inside, [parser.compile_filter(each) for each in by])
