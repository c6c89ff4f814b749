"""Django's `translate`, `url` and `static`, which remember what they wrote where it cannot change.

A page has dozens of them, nearly all with a fixed text, name or path: the sentence depends on the language alone, the
address on the language and where the site hangs, the file's address on nothing. Each process writes each once. A tag
that takes a variable, a filter or arguments works as ever, and with `DEBUG` all do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context, Node
from django.template.base import FilterExpression, Parser, Token
from django.template.defaulttags import url
from django.templatetags import i18n, static
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language

#: Stands for Django's own libraries of these names (settings `TEMPLATES`), with all else that is in them.
register = template.Library()
for _library in (i18n.register, static.register):
    register.tags.update(_library.tags)
    register.filters.update(_library.filters)

Place = Callable[[Context], object]
_NOT_YET = object()


class KeptNode(Node):
    """Writes what `node` wrote the first time at the same place; `name` is the variable it sets instead, if any."""

    def __init__(self, node: Node, name: str | None, place: Place) -> None:
        self._node, self._name, self._place = node, name, place
        self._kept: dict[object, Any] = {}

    def render(self, context: Context) -> Any:
        if settings.DEBUG:
            return self._node.render(context)
        place = (context.autoescape, self._place(context))
        kept = self._kept.get(place, _NOT_YET)
        if kept is _NOT_YET:
            written = self._node.render(context)
            kept = written if self._name is None else context[self._name]
            if kept == "":
                return written  # an address that leads nowhere now, or a sentence of nothing
            self._kept[place] = kept
        if self._name is None:
            return kept
        context[self._name] = kept
        return ""


def _is_fixed(expression: FilterExpression) -> bool:
    """Whether it is a text between quotes, as it stands."""
    told = expression.var
    return not expression.filters and (isinstance(told, str) or getattr(told, "literal", None) is not None)


def _by_language(_context: Context) -> object:
    return get_language()


def _by_address(context: Context) -> object:
    request = getattr(context, "request", None)
    match = getattr(request, "resolver_match", None)
    app = getattr(request, "current_app", getattr(match, "namespace", None))
    return get_language(), get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), app


def _by_storage(_context: Context) -> object:
    staticfiles_storage.base_url  # noqa: B018 -- sets the storage up
    return staticfiles_storage._wrapped, settings.STATIC_URL


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """Django's, kept by language."""
    node = i18n.do_translate(parser, token)
    if node.noop or node.message_context or not _is_fixed(node.filter_expression):
        return node
    return KeptNode(node, node.asvar, _by_language)


@register.tag("url")
def address(parser: Parser, token: Token) -> Node:
    """Django's, kept by language and by where the site hangs."""
    node = url(parser, token)
    if node.args or node.kwargs or not _is_fixed(node.view_name):
        return node
    return KeptNode(node, node.asvar, _by_address)


@register.tag("static")
def file_address(parser: Parser, token: Token) -> Node:
    """Django's, kept by storage."""
    node = static.do_static(parser, token)
    return KeptNode(node, node.varname, _by_storage) if _is_fixed(node.path) else node
