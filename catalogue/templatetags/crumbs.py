"""Where a page stands."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from storefront.ready_templates import ReadyTemplate

register = template.Library()
_CRUMBS = ReadyTemplate("components/crumbs.html")


@register.simple_tag
def crumb_trail(crumbs: Iterable[tuple[str, str]]) -> SafeString:
    """`components/crumbs.html` for pages that are made anew often: the way to this page, which is the last of it."""
    return _CRUMBS(crumbs=tuple([(str(label), href) for label, href in crumbs]))
