"""The pages of a long list, as links."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.core.paginator import Page
from django.utils.safestring import SafeString

from storefront.ready_templates import ReadyTemplate

register = template.Library()

_LINKS = ReadyTemplate("frame/page_links.html")


class Link(NamedTuple):
    """A page: without an address the one shown, without a number those left out."""

    number: str = ""
    href: str = ""


@register.simple_tag
def page_links(page: Page, querystring: str = "") -> SafeString | str:
    """Where else in the list one can go; nothing where it has one page. `querystring`: what else was asked."""
    here, last = page.number, page.paginator.num_pages
    if last <= 1:
        return ""
    start = f"?{querystring}&page=" if querystring else "?page="
    return _LINKS(
        back=f"{start}{here - 1}" if here > 1 else "",
        links=tuple([_link(number, page, start) for number in linked(page)]),
        on=f"{start}{here + 1}" if here < last else "",
    )


def _link(number: int, page: Page, start: str) -> Link:
    if number == page.number:
        return Link(str(number))
    if abs(number - page.number) == 1 or number in {1, page.paginator.num_pages}:
        return Link(str(number), f"{start}{number}")
    return Link()


def linked(page: Page) -> list[int]:
    """The first and the last page, and those up to two away: the outermost of these stand for what is left out."""
    last = page.paginator.num_pages
    near = range(max(1, page.number - 2), min(last, page.number + 2) + 1)
    return sorted({1, *near, last})
